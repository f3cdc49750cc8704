import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, expect, it } from "vitest";
import * as z from "zod";
import { runSchema, teamSchema } from "../../contracts/services/agent-teams.ts";
import { restoreSchema, backupSchema } from "../../contracts/services/backups.ts";
import { subscriptionSchema } from "../../contracts/services/event-bus.ts";
import { importReportSchema, nicheDetailSchema, themeSchema } from "../../contracts/services/niche-analysis.ts";
import { OperatorClient } from "../../tools/backup/operator-client.ts";
import { entriesOf } from "../../tools/backup/tar.ts";
import { checkFile } from "../../tools/backup/transfer.ts";
import { PatientClient } from "../../tools/chaos/client.ts";
import { look, verify } from "../../tools/chaos/outcome.ts";
import { planWork } from "../../tools/chaos/workload.ts";
import { signInLocally, signUpLocally } from "../../tools/system/account.ts";
import { inRoot } from "../../tools/system/paths.ts";
import type { ProcessGroup } from "../../tools/system/process-group.ts";
import { localSecrets } from "../../tools/system/secrets.ts";
import { startEdge, startNode, startSystem, untilHealthy } from "../../tools/system/system.ts";
import { edgeOf, killRuntime, momentsOf, strike } from "./striking.ts";

const folder = mkdtempSync(join(tmpdir(), "paissive-backup-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command of tools/ as a person would; its output is one JSON object. */
function begin(name: string, ...args: string[]): { pid: number; over: () => boolean; ended: Promise<Ended> } {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const child = execFile(
    process.execPath,
    [inRoot(`tools/${name}.ts`), ...args],
    { maxBuffer: 64 * 1024 * 1024 },
    (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
  );
  return { pid: child.pid ?? -1, over: () => child.exitCode !== null, ended: promise };
}

const command = (name: string, ...args: string[]) => begin(name, ...args).ended;

/** A backup into a file: the digests of its parts, and every row of it under the head of its section, in the order of the alphabet. */
async function backUp(client: OperatorClient): Promise<{ digests: string[]; rows: string[] }> {
  return (await backUpUnder(client, async () => 0)).contents;
}

/** The same, while something is done to it. */
async function backUpUnder(client: OperatorClient, strain: () => Promise<number>) {
  const started = await client.startBackup();
  const [backup, strained] = await Promise.all([client.followBackup(started, () => undefined), strain()]);
  expect(backup).toMatchObject({ status: "succeeded" });
  const file = join(folder, `${backup.id}.tar`);
  await client.download(backup.id, file);
  const { manifest } = await checkFile(file);
  const rows: string[] = [];
  for await (const { name, bytes } of entriesOf(file)) {
    if (!name.startsWith("parts/")) continue;
    let head = "";
    for (const line of gunzipSync(bytes).toString("utf8").split("\n")) {
      if (line.startsWith("{")) head = line;
      else if (line !== "") rows.push(`${head} ${line}`);
    }
  }
  return { contents: { digests: manifest.parts.map(({ sha256 }) => sha256), rows: rows.toSorted() }, strained };
}

/** The rows that only one of two backups has: all of both would hide them in a report of thousands of lines. */
const differences = (before: string[], after: string[]) => ({
  gone: before.filter((row) => !after.includes(row)),
  new: after.filter((row) => !before.includes(row)),
});

const themesSchema = z.object({ items: z.array(themeSchema) });
type Look = Awaited<ReturnType<typeof look>>;

/** What is there once nothing moves any more but the run that waits for a person. */
async function settledLook(client: PatientClient, work: Look["work"]): Promise<Look> {
  const waiting = work.runIds.map((id) => expect.stringContaining(`run ${id} is`));
  await expect.poll(async () => (await look(client, work)).unfinished, { timeout: 30_000, interval: 300 }).toEqual(waiting);
  return look(client, work);
}

const subscriptionsSchema = z.object({ items: z.array(subscriptionSchema) });

/** Waits until each subscription stands at the end of the store: one that wants nothing of what came looks only now and then. */
async function allAtTheEnd(client: PatientClient): Promise<void> {
  const places = async () => (await client.get("/api/v1/event-subscriptions", subscriptionsSchema)).items;
  for (const { name } of await places()) await client.post(`/api/v1/event-subscriptions/${name}/resume`, z.unknown(), {}, `on-${name}`);
  const distinct = async () => new Set((await places()).map(({ cursor }) => cursor)).size;
  await expect.poll(distinct, { timeout: 40_000, interval: 300 }).toBe(1);
}

it("a backup taken at work brings everything into an empty installation, where the work goes on", { timeout: 400_000 }, async () => {
  const state = join(folder, "old");
  const file = join(folder, "backup.tar");
  const before = await startSystem({ stateFolder: state });
  let told: { seen: Look; themes: unknown; nicheId: string; runId: string; rows: string[] };
  const edges: ProcessGroup[] = [before.edge];
  try {
    const client = new PatientClient(before.url, await signUpLocally(before.url, before.secrets));
    const [plan] = planWork({ niches: 1, runs: 0, seed: 7 }).niches;
    const { id: nicheId } = await client.post("/api/v1/niches", nicheDetailSchema, { name: "Chargers" }, "niche");
    await client.upload(
      `/api/v1/niches/${nicheId}/evidence?fileName=a.jsonl`,
      importReportSchema,
      plan?.evidence ?? new Uint8Array(),
      "import",
    );
    await client.post(`/api/v1/niches/${nicheId}/analyses`, nicheDetailSchema, { seed: 1 }, "analysis");
    const { id: teamId } = await client.post("/api/v1/teams", teamSchema, { name: "Team" }, "team");
    const { id: runId } = await client.post("/api/v1/runs", runSchema, { teamId, nicheId, seed: 1 }, "run");
    await expect
      .poll(async () => (await client.get(`/api/v1/runs/${runId}`, runSchema)).approvals, { timeout: 60_000, interval: 300 })
      .toHaveLength(1);
    // What a crash would lose is written when it is asked for.
    await client.get("/api/v1/usage", z.unknown());
    const made = await command("backup", "--url", before.url, "--state", state, "--out", file, "--json");
    expect([made.code, made.stderr]).toEqual([0, expect.stringContaining("of 13 sources")]);
    expect(backupSchema.parse(JSON.parse(made.stdout))).toMatchObject({ status: "succeeded", result: { actors: expect.any(Number) } });
    const themes = await client.get(`/api/v1/niches/${nicheId}/themes`, themesSchema);
    const started = { nicheIds: [nicheId], teamIds: [teamId], runIds: [runId], endpoints: [] };
    const seen = await settledLook(client, started);
    // A node that finds the edge gone for longer than its lease joins anew, and one that ends in good order says so; both are noted.
    await before.node.kill();
    await allAtTheEnd(client);
    const operator = new OperatorClient(before.url, before.secrets.operatorKey);
    const undisturbed = await backUp(operator);
    const { port } = new URL(before.url);
    const target = { url: before.url, operatorKey: before.secrets.operatorKey, list: "backups" as const };
    // On a quick machine a backup may be over before its second kill: then another one is made.
    let killed = 0;
    for (let round = 1; killed < 3 && round < 7; round++) {
      const left = 3 - killed;
      const kill = async (index: number) => {
        // The last one takes wrangler with it.
        if (index + 1 < left) return killRuntime(edges.at(-1)?.pid ?? -1, before.url);
        await edges.at(-1)?.kill();
        edges.push(startEdge({ stateFolder: state, port: Number(port), secrets: before.secrets, variables: undefined }));
      };
      const { contents, strained } = await backUpUnder(operator, () => strike(target, momentsOf(round, left, 100), kill));
      expect(differences(undisturbed.rows, contents.rows)).toEqual({ gone: [], new: [] });
      expect(contents.digests).toEqual(undisturbed.digests);
      killed += strained;
    }
    expect(killed).toBe(3);
    told = { seen, themes, nicheId, runId, rows: undisturbed.rows };
  } finally {
    await Promise.all([before.stop(), ...edges.map((edge) => edge.stop())]);
  }

  const fresh = join(folder, "new");
  const restoring = begin("restore", "--from", file, "--state", fresh, "--json");
  const { group, url } = await edgeOf(restoring.pid);
  const secrets = localSecrets(fresh);
  // Whoever starts the killed installation again keeps it.
  let edge: ProcessGroup | undefined;
  let node: ProcessGroup | undefined;
  try {
    const target = { url, operatorKey: secrets.operatorKey, list: "restores" as const, gone: restoring.over };
    const killed = await strike(target, momentsOf(2, 3, 100), async (index) => {
      if (index > 0) return killRuntime(edge?.pid ?? -1, url);
      process.kill(-group, "SIGKILL");
      edge = startEdge({ stateFolder: fresh, port: Number(new URL(url).port), secrets, variables: undefined });
    });
    const restored = await restoring.ended;
    expect([restored.code, restored.stderr]).toEqual([0, expect.stringContaining("parts sent")]);
    expect(restoreSchema.parse(JSON.parse(restored.stdout))).toMatchObject({ status: "succeeded" });
    expect(killed).toBeGreaterThan(0);
    // What was still on its way when the backup was made has arrived; nothing else has changed.
    const operator = new OperatorClient(url, secrets.operatorKey);
    await expect.poll(async () => (await backUp(operator)).rows, { timeout: 60_000 }).toEqual(told.rows);
    node = startNode(fresh, url, secrets);
    await node.waitFor(/gpu-node ready/, 180_000);
    await untilHealthy(url, 60_000);
    // The address and the password of the old installation.
    const client = new PatientClient(url, await signInLocally(url, before.secrets));
    const { nicheId, runId, seen } = told;
    const { events, ...others } = await settledLook(client, seen.work);
    expect({ ...others, events: events.slice(0, seen.events.length) }).toEqual(seen);
    // To look here takes signing in, which is noted.
    expect(events.slice(seen.events.length)).toMatchObject([{ type: "audit.recorded", data: { action: "session.started" } }]);
    const { services } = await verify(client);
    expect(services.map(({ outcome }) => outcome)).toEqual(services.map(() => "verified"));
    expect(await client.get(`/api/v1/niches/${nicheId}/themes`, themesSchema)).toEqual(told.themes);
    // The same command gets the same answer, and the approval that waited can be given.
    expect(await client.post("/api/v1/niches", nicheDetailSchema, { name: "Chargers" }, "niche")).toMatchObject({ id: nicheId });
    const run = await client.get(`/api/v1/runs/${runId}`, runSchema);
    const [approval] = run.approvals;
    const decision = { step: approval?.step, decision: "approved", note: "go" };
    await client.post(`/api/v1/runs/${runId}/decisions`, runSchema, decision, "approve");
    await expect
      .poll(async () => (await client.get(`/api/v1/runs/${runId}`, runSchema)).status, { timeout: 60_000, interval: 300 })
      .toBe("succeeded");
    const backup = restoreSchema.parse(JSON.parse(restored.stdout)).result?.backup ?? "";
    const again = await command("restore", backup, "--url", url, "--state", fresh);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("not empty")]);
  } finally {
    await Promise.all([edge?.stop(), node?.stop()]);
  }
});
