import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { createTestHarness, type TestHarness } from "wrangler";
import { nicheDetailSchema, importReportSchema } from "../../contracts/services/niche-analysis.ts";
import { OperatorClient } from "../../tools/backup/operator-client.ts";
import { checkFile, upload } from "../../tools/backup/transfer.ts";
import { Api } from "../../tools/demo/api.ts";
import { signInLocally } from "../../tools/system/account.ts";
import { inwardVariables, localDoor, newInwardKey } from "../../tools/system/secrets.ts";
import { inRoot, root } from "../../tools/system/paths.ts";
import { buildWeb } from "../../tools/system/web-build.ts";
import { environments, migrate } from "./topology.ts";

const operatorKey = "pai_operator_of_the_tests_0123456789abcdef";
const person = { email: "founder@example.com", password: "correct horse battery staple" };
const folder = mkdtempSync(join(tmpdir(), "paissive-backup-apart-"));
const harnesses: TestHarness[] = [];
afterAll(async () => {
  await Promise.all(harnesses.map((harness) => harness.close()));
  rmSync(folder, { recursive: true, force: true });
});

/** Every service as a Worker of its own, empty, without a GPU node. */
async function installation(): Promise<{ url: string; operator: OperatorClient }> {
  process.env["X_LOCAL_OBSERVABILITY"] = "false";
  process.env["CLOUDFLARE_CF_FETCH_ENABLED"] = "false";
  buildWeb();
  const vars = { OPERATOR_KEY: operatorKey, ...inwardVariables(newInwardKey()), ...localDoor };
  const harness = createTestHarness({ root, workers: environments.map((env) => ({ configPath: inRoot("wrangler.toml"), env, vars })) });
  harnesses.push(harness);
  const { url: listening } = await harness.listen();
  const url = `http://localhost:${listening.port}`;
  await migrate(harness, "apart");
  return { url, operator: new OperatorClient(url, operatorKey) };
}

it("goes from one installation of separate Workers into another, actors and accounts included", async () => {
  const file = join(folder, "backup.tar");
  const old = await installation();
  const before = new Api(old.url, await signInLocally(old.url, person));
  const niche = await before.post("/api/v1/niches", nicheDetailSchema, { name: "Trackers" }, "niche");
  const body = JSON.stringify({ text: "The clip broke after a week" });
  await before.upload(`/api/v1/niches/${niche.id}/evidence?fileName=a.jsonl`, importReportSchema, body, "application/x-ndjson", "import");
  const backup = await old.operator.followBackup(await old.operator.startBackup(), () => undefined);
  expect(backup).toMatchObject({ status: "succeeded" });
  await old.operator.download(backup.id, file);
  const told = await before.get(`/api/v1/niches/${niche.id}`, nicheDetailSchema);

  const fresh = await installation();
  await upload(fresh.operator, file, await checkFile(file), () => undefined);
  const restore = await fresh.operator.followRestore(await fresh.operator.startRestore(backup.id), () => undefined);
  expect(restore).toMatchObject({ status: "succeeded", result: { backup: backup.id } });
  const after = new Api(fresh.url, await signInLocally(fresh.url, person));
  expect(await after.get(`/api/v1/niches/${niche.id}`, nicheDetailSchema)).toEqual(told);
  await expect(fresh.operator.startRestore(backup.id)).rejects.toThrow("not empty");
  await expect(new OperatorClient(fresh.url, `${operatorKey}x`).startBackup()).rejects.toThrow("not the operator key");
});
