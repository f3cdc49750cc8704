import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, expect, it } from "vitest";
import * as z from "zod";
import { runSchema, teamSchema } from "../../contracts/services/agent-teams.ts";
import { restoreSchema, backupSchema } from "../../contracts/services/backups.ts";
import { importReportSchema, nicheDetailSchema, themeSchema } from "../../contracts/services/niche-analysis.ts";
import { OperatorClient } from "../../tools/backup/operator-client.ts";
import { entriesOf } from "../../tools/backup/tar.ts";
import { checkFile } from "../../tools/backup/transfer.ts";
import { PatientClient } from "../../tools/chaos/client.ts";
import { look, verify } from "../../tools/chaos/outcome.ts";
import { planWork } from "../../tools/chaos/workload.ts";
import { signInLocally } from "../../tools/system/account.ts";
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

/** A backup into a file, whose digests are checked: every row of it under the head of its section, in the order of the alphabet. */
async function backUp(client: OperatorClient): Promise<string[]> {
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
      else if (line !== "") rows.push(`${head} ${placeless(head, line)}`);
    }
  }
  expect(manifest.parts.length).toBeGreaterThan(0);
  return { contents: rows.toSorted(), strained };
}

/** A subscription notes its place when it has something to do: where it stands between says nothing of what was delivered. */
function placeless(head: string, line: string): string {
  const { table, columns } = z.object({ table: z.string().optional(), columns: z.array(z.string()).optional() }).parse(JSON.parse(head));
  if (table !== "subscription" || !columns) return line;
  const values = z.array(z.unknown()).parse(JSON.parse(line));
  return JSON.stringify(values.map((value, index) => (columns[index] === "cursor" ? "a place" : value)));
}

const themesSchema = z.object({ items: z.array(themeSchema) });
type Look = Awaited<ReturnType<typeof look>>;

/** What is there once nothing moves any more but the run that waits for a person, without the audit log: to look takes signing in, which it notes. */
async function settledLook(client: PatientClient, work: Look["work"]): Promise<Look> {
  const waiting = work.runIds.map((id) => expect.stringContaining(`run ${id} is`));
  await expect.poll(async () => (await look(client, work)).unfinished, { timeout: 30_000, interval: 300 }).toEqual(waiting);
  const { events, ...others } = await look(client, work);
  return { ...others, events: events.filter(({ type }) => type !== "audit.recorded") };
}

it("a backup taken at work brings everything into an empty installation, where the work goes on", { timeout: 400_000 }, async () => {
  const state = join(folder, "old");
  const file = join(folder, "backup.tar");
  const before = await startSystem({ stateFolder: state });
  let told: { seen: Look; themes: unknown; nicheId: string; runId: string; rows: string[] };
  const edges: ProcessGroup[] = [before.edge];
  try {
    const client = new PatientClient(before.url, await signInLocally(before.url, before.secrets));
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
    const made = await command("backup", "--url", before.url, "--state", state, "--out", file, "--json");
    expect([made.code, made.stderr]).toEqual([0, expect.stringContaining("of 13 sources")]);
    expect(backupSchema.parse(JSON.parse(made.stdout))).toMatchObject({ status: "succeeded", result: { actors: expect.any(Number) } });
    const themes = await client.get(`/api/v1/niches/${nicheId}/themes`, themesSchema);
    const started = { nicheIds: [nicheId], teamIds: [teamId], runIds: [runId], endpoints: [] };
    const seen = await settledLook(client, started);
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
      expect(contents).toEqual(undisturbed);
      killed += strained;
    }
    expect(killed).toBe(3);
    told = { seen, themes, nicheId, runId, rows: undisturbed };
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
    await expect.poll(() => backUp(operator), { timeout: 30_000 }).toEqual(told.rows);
    node = startNode(fresh, url, secrets);
    await node.waitFor(/gpu-node ready/, 180_000);
    await untilHealthy(url, 60_000);
    // The address and the password of the old installation.
    const client = new PatientClient(url, await signInLocally(url, before.secrets));
    const { nicheId, runId, seen } = told;
    expect(await settledLook(client, seen.work)).toEqual(seen);
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
