import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import * as z from "zod";
import { runSchema, teamSchema } from "../../contracts/services/agent-teams.ts";
import { restoreSchema, backupSchema } from "../../contracts/services/backups.ts";
import { importReportSchema, nicheDetailSchema, themeSchema } from "../../contracts/services/niche-analysis.ts";
import { PatientClient } from "../../tools/chaos/client.ts";
import { look, verify } from "../../tools/chaos/outcome.ts";
import { planWork } from "../../tools/chaos/workload.ts";
import { signInLocally } from "../../tools/system/account.ts";
import { inRoot } from "../../tools/system/paths.ts";
import { startSystem } from "../../tools/system/system.ts";

const folder = mkdtempSync(join(tmpdir(), "paissive-backup-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command of tools/ as a person would; its output is one JSON object. */
function command(name: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [inRoot(`tools/${name}.ts`), ...args], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
  });
}

const themesSchema = z.object({ items: z.array(themeSchema) });
type Look = Awaited<ReturnType<typeof look>>;

/** What is there once nothing moves any more but the run that waits for a person. */
async function settledLook(client: PatientClient, work: Look["work"]): Promise<Look> {
  const waiting = work.runIds.map((id) => expect.stringContaining(`run ${id} is`));
  await expect.poll(async () => (await look(client, work)).unfinished, { timeout: 30_000, interval: 300 }).toEqual(waiting);
  return look(client, work);
}

it("a backup taken at work brings everything into an empty installation, where the work goes on", { timeout: 240_000 }, async () => {
  const state = join(folder, "old");
  const file = join(folder, "backup.tar");
  const before = await startSystem({ stateFolder: state });
  let told: { seen: Look; themes: unknown; nicheId: string; runId: string };
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
    told = { seen: await settledLook(client, started), themes, nicheId, runId };
  } finally {
    await before.stop();
  }

  const fresh = join(folder, "new");
  const restored = await command("restore", "--from", file, "--state", fresh, "--json");
  expect([restored.code, restored.stderr]).toEqual([0, expect.stringContaining("parts sent")]);
  expect(restoreSchema.parse(JSON.parse(restored.stdout))).toMatchObject({ status: "succeeded" });

  const after = await startSystem({ stateFolder: fresh });
  try {
    // The address and the password of the old installation.
    const client = new PatientClient(after.url, await signInLocally(after.url, before.secrets));
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
    const again = await command("restore", backup, "--url", after.url, "--state", fresh);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("not empty")]);
  } finally {
    await after.stop();
  }
});
