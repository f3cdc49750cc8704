import { createHash } from "node:crypto";
import type { D1Database } from "@cloudflare/workers-types";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestHarness, type TestHarness } from "wrangler";
import * as z from "zod";
import { maintenanceSchema, serviceProjectionsSchema, type Maintenance } from "../../contracts/services/database.ts";
import { evidenceSchema, importReportSchema, nicheDetailSchema } from "../../contracts/services/niche-analysis.ts";
import { pageSchema } from "../../contracts/page.ts";
import { Api } from "../../tools/demo/api.ts";
import { signInLocally } from "../../tools/system/account.ts";
import { inwardVariables, localDoor, newInwardKey } from "../../tools/system/secrets.ts";
import { inRoot, root } from "../../tools/system/paths.ts";
import { buildWeb } from "../../tools/system/web-build.ts";
import { environments, migrate } from "./topology.ts";

const reviews = [
  "The clip broke after a week",
  "Battery dies by noon",
  "It charges far too slowly overnight",
  "The strap itches on warm days",
];
/** One niche: in the list of niches and in the directory of actors, which has no dead letters. */
const directed = [
  { name: "niches", rows: 1 },
  { name: "actors", rows: 1 },
  { name: "dead_letters", rows: 0 },
];
const projectionsSchema = z.object({ items: z.array(serviceProjectionsSchema) });
const evidencePageSchema = pageSchema(evidenceSchema);

let harness: TestHarness;
let url: string;
let cookie: string;
let api: Api;

/** Every service as a Worker of its own, no GPU node: nothing here needs a model. */
beforeAll(async () => {
  process.env["X_LOCAL_OBSERVABILITY"] = "false";
  process.env["CLOUDFLARE_CF_FETCH_ENABLED"] = "false";
  buildWeb();
  const vars = { ...inwardVariables(newInwardKey()), ...localDoor };
  harness = createTestHarness({ root, workers: environments.map((env) => ({ configPath: inRoot("wrangler.toml"), env, vars })) });
  const { url: listening } = await harness.listen();
  url = `http://localhost:${listening.port}`;
  await migrate(harness, "apart");
  cookie = await signInLocally(url, { email: "founder@example.com", password: "correct horse battery staple" });
  api = new Api(url, cookie);
});
afterAll(() => harness?.close());

async function untilMaintenance(id: string, reached: (work: Maintenance) => boolean): Promise<Maintenance> {
  const look = () => api.get(`/api/v1/database/maintenance/${id}`, maintenanceSchema);
  await expect.poll(async () => reached(await look()), { timeout: 60_000, interval: 200 }).toBe(true);
  return look();
}

const rowsOf = async (service: string) => {
  const { items } = await api.get("/api/v1/database/projections", projectionsSchema);
  return items.find((item) => item.service === service);
};

it("lets nobody with an old session take everything out or away, or have events sent elsewhere, before they prove who they are", async () => {
  type Answer = { id: string; code?: string; key: string };
  const other = { email: "other@example.com", password: "correct horse battery staple" };
  const headers = { cookie: await signInLocally(url, other), origin: url, "content-type": "application/json" };
  const call = async (method: string, path: string, body?: object, more: Record<string, string> = headers) => {
    const answer = await fetch(`${url}/api/v1/${path}`, { method, headers: more, ...(body && { body: JSON.stringify(body) }) });
    return { status: answer.status, cookie: answer.headers.getSetCookie()[0]?.split(";")[0] ?? "", body: (await answer.json()) as Answer };
  };
  const hook = { url: "https://hooks.example.com/in" };
  const { key } = (await call("POST", "api-keys", { name: "program", scopes: ["events:admin"] })).body;
  const { id } = (await call("POST", "webhooks", hook)).body;
  const { AUTH_DB } = await harness.getWorker<{ AUTH_DB: D1Database }>("paissive-auth").getEnv();
  const theirs = "user_id = (SELECT id FROM users WHERE email = ?)";
  await AUTH_DB.prepare(`UPDATE sessions SET authenticated_at = authenticated_at - 600000 WHERE ${theirs}`).bind(other.email).run();

  for (const [method, path, body] of [
    ["POST", "database/exports"],
    ["POST", "database/erasures", { organisation: "org_of_nobody" }],
    ["GET", "database/exports/mnt_of_nobody/content"],
    ["GET", "events/export"],
    ["GET", "audit/export"],
    ["POST", "webhooks", hook],
    ["PATCH", `webhooks/${id}`, hook],
    ["POST", `webhooks/${id}/secret-rotations`, {}],
  ] as const)
    expect([path, await call(method, path, body, { ...headers, "if-match": "*" })]).toMatchObject([
      path,
      { status: 403, body: { code: "confirmation_required" } },
    ]);
  expect((await call("POST", "webhooks", hook, { "content-type": "application/json", "x-api-key": key })).status).toBe(201);

  const confirmed = await call("POST", "auth/confirm", { password: other.password });
  expect(confirmed.status).toBe(200);
  for (const path of ["webhooks", `webhooks/${id}/secret-rotations`])
    expect((await call("POST", path, hook, { ...headers, cookie: confirmed.cookie })).status).toBeLessThan(300);
});

it("rebuilds a projection, hands everything out, and erases it with the actors that held it", async () => {
  const niche = await api.post("/api/v1/niches", nicheDetailSchema, { name: "Trackers" }, "niche");
  const lines = reviews.map((text) => JSON.stringify({ text })).join("\n");
  const evidencePath = `/api/v1/niches/${niche.id}/evidence`;
  await api.upload(`${evidencePath}?fileName=reviews.jsonl`, importReportSchema, lines, "application/x-ndjson", "import");
  expect((await api.get(evidencePath, evidencePageSchema)).items).toHaveLength(4);
  await expect.poll(() => rowsOf("niche-analysis"), { timeout: 30_000 }).toMatchObject({ lag: 0, projections: directed });

  const rebuild = await api.post("/api/v1/database/projections/niche-analysis/rebuild", maintenanceSchema, {}, "rebuild");
  expect(await untilMaintenance(rebuild.id, (work) => work.finishedAt !== undefined)).toMatchObject({
    status: "succeeded",
    result: { events: 6, projections: directed },
  });
  expect(await api.get(`/api/v1/niches/${niche.id}`, nicheDetailSchema)).toMatchObject({ name: "Trackers", evidenceCount: 4 });

  const started = await api.post("/api/v1/database/exports", maintenanceSchema, {}, "export");
  const exported = await untilMaintenance(started.id, (work) => work.finishedAt !== undefined);
  const content = `${url}/api/v1/database/exports/${started.id}/content`;
  const text = await (await fetch(content, { headers: { cookie } })).text();
  expect(exported).toMatchObject({ kind: "export", result: { sha256: createHash("sha256").update(text).digest("hex") } });
  expect(text).toContain('"type":"evidence.imported"');
  expect(text).toContain('"email":"founder@example.com"');
  expect(text).not.toMatch(/"(?:password|token|digest|salt)":/);

  const organisation = /"organisation":"(org_[0-9a-z]+)"/.exec(text)?.[1] ?? "";
  await expect(api.post("/api/v1/database/erasures", maintenanceSchema, { organisation: "org_wrong" }, "wrong")).rejects.toThrow("confirm");
  const erasure = await api.post("/api/v1/database/erasures", maintenanceSchema, { organisation }, "erasure");
  const certificate = await untilMaintenance(erasure.id, (work) => work.kind === "erasure" && work.result?.accountsAt !== undefined);
  expect(certificate).toMatchObject({
    status: "running",
    progress: { done: 7, total: 8 },
    result: { organisation, actors: 1 },
  });
  for (const path of [`/api/v1/niches/${niche.id}`, evidencePath, `/api/v1/database/exports/${started.id}/content`]) {
    expect([path, (await fetch(`${url}${path}`, { headers: { cookie } })).status]).toEqual([path, 404]);
  }
  // Whoever is still signed in for this minute can begin nothing new.
  await expect(api.post("/api/v1/niches", nicheDetailSchema, { name: "Again" }, "again")).rejects.toThrow("is being erased");
});
