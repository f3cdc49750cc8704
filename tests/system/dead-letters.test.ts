import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { effectViewSchema } from "../../contracts/actor.ts";
import { pageSchema } from "../../contracts/page.ts";
import { actorSummarySchema, deadLetterSchema } from "../../contracts/services/actors.ts";
import { runSchema, teamSchema, type Run } from "../../contracts/services/agent-teams.ts";
import { importReportSchema, nicheDetailSchema } from "../../contracts/services/niche-analysis.ts";
import { bundledEvidence } from "../../tools/demo/bundled-evidence.ts";
import { standardProfiles } from "../../workers/agent-teams/domain/profiles.ts";
import { startTopology, type RunningTopology } from "./topology.ts";

/** Every tenth bundled sentence: themes need no more. */
const evidence = new TextDecoder()
  .decode(bundledEvidence())
  .split("\n")
  .filter((_, index) => index % 10 === 0)
  .join("\n");
const keySchema = z.object({ key: z.string() });
const storedSchema = z.object({ items: z.array(z.object({ sequence: z.int(), data: z.object({ step: z.string() }) })) });
const inputSchema = z.object({ team: teamSchema }).loose();

let system: RunningTopology;
/** Every service as a Worker of its own, so that each hand-over is a real one. */
beforeAll(async () => {
  system = await startTopology("apart");
});
afterAll(() => system?.stop());

async function untilOver(id: string): Promise<Run> {
  for (let tries = 0; tries < 600; tries++) {
    const run = await system.api.get(`/api/v1/runs/${id}`, runSchema);
    if (run.status === "succeeded" || run.status === "failed") return run;
    await sleep(200);
  }
  throw new Error("the run did not end in two minutes");
}

function send(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<Response> {
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  return fetch(`${system.url}${path}`, { method, headers: { "content-type": "application/json", ...headers }, ...json });
}

async function keyOf(name: string, scopes: string[]): Promise<Record<string, string>> {
  return { "x-api-key": (await system.api.post("/api/v1/api-keys", keySchema, { name, scopes }, name)).key };
}

it("finds a run that died of a missing permission, mends its step over the API, and sees the run to its end", async () => {
  const { api } = system;
  const niche = await api.post("/api/v1/niches", nicheDetailSchema, { name: "Phone accessories" }, "niche");
  const upload = `/api/v1/niches/${niche.id}/evidence?fileName=reviews.jsonl`;
  await api.upload(upload, importReportSchema, evidence, "application/x-ndjson", "import");
  // A researcher who may not ask a model: refused for good at the first try.
  const profiles = standardProfiles.map((profile) =>
    profile.role === "researcher" ? { ...profile, scopes: ["niches:read", "niches:write"] } : profile,
  );
  const team = await api.post("/api/v1/teams", teamSchema, { name: "Team", profiles, approvals: { marketing: "auto" } }, "team");
  const { id } = await api.post("/api/v1/runs", runSchema, { teamId: team.id, nicheId: niche.id }, "run");
  const failed = await untilOver(id);
  expect(failed).toMatchObject({ status: "failed", message: expect.stringContaining("models:infer") });

  const letters = pageSchema(deadLetterSchema);
  const list = "/api/v1/dead-letters?kind=agent-team";
  await expect.poll(async () => (await api.get(list, letters)).items.length, { timeout: 30_000 }).toBe(1);
  const [letter] = (await api.get(list, letters)).items;
  expect(letter).toMatchObject({ kind: "agent-team", actorId: id, effectType: "step", attempts: 1, fault: { code: "forbidden" } });
  const actors = await api.get("/api/v1/actors?kind=agent-team", pageSchema(actorSummarySchema));
  expect(actors.items).toMatchObject([{ id, version: failed.version, deadLetters: 1 }]);
  expect((await api.get("/api/v1/actors?kind=niche", pageSchema(actorSummarySchema))).items).toMatchObject([
    { id: niche.id, deadLetters: 0 },
  ]);

  const path = `/api/v1/actors/agent-team/${id}/effects/${encodeURIComponent(letter?.effectId ?? "")}`;
  const reader = await keyOf("reader", ["database:read"]);
  expect((await send("GET", path, reader)).status).toBe(200);
  for (const [method, act, body] of [
    ["POST", "redrive"],
    ["POST", "discard"],
    ["PUT", "input", { input: {} }],
  ] as const)
    expect([act, (await send(method, `${path}/${act}`, reader, body)).status]).toEqual([act, 403]);
  const other = await send(
    "POST",
    "/api/v1/auth/sign-up",
    { origin: system.url },
    {
      email: "stranger@example.com",
      password: "correct horse battery staple",
      name: "Stranger",
      organisationName: "Elsewhere",
    },
  );
  const stranger = { cookie: other.headers.getSetCookie()[0]?.split(";")[0] ?? "", origin: system.url };
  expect((await send("GET", list, stranger)).status).toBe(200);
  expect(await (await send("GET", list, stranger)).json()).toEqual({ items: [] });
  expect((await send("GET", path, stranger)).status).toBe(404);
  expect((await send("POST", `${path}/redrive`, stranger)).status).toBe(404);

  const effect = await api.get(path, effectViewSchema);
  expect(effect).toMatchObject({ status: "dead", attempts: [{ number: 1, fault: { code: "forbidden" } }] });
  const input = inputSchema.parse(JSON.parse(effect.input));
  const admin = await keyOf("admin", ["database:read", "database:admin"]);
  const unseen = await send("PUT", `${path}/input`, admin, { input: {} });
  expect(unseen.status).toBe(428);
  const anyhow = { ...admin, "if-match": "*" };
  expect((await send("PUT", `${path}/input`, anyhow, {})).status).toBe(400);
  const mended = { ...input, team: { ...input.team, profiles: standardProfiles } };
  const edited = await send("PUT", `${path}/input`, { ...anyhow, "idempotency-key": "edit" }, { input: mended });
  expect([edited.status, await edited.json()]).toMatchObject([200, { status: "dead", input: JSON.stringify(mended) }]);
  const redrive = () => send("POST", `${path}/redrive`, { ...admin, "idempotency-key": "redrive" });
  const redriven = await redrive();
  expect([redriven.status, await redriven.json()]).toMatchObject([200, { redrives: 1 }]);
  expect((await redrive()).status).toBe(200);

  const run = await untilOver(id);
  expect(run.steps.map(({ status, attempt }) => [status, attempt])).toEqual(Array.from({ length: 6 }, () => ["succeeded", 1]));
  await expect.poll(async () => (await api.get(list, letters)).items, { timeout: 30_000 }).toEqual([]);

  // From where the price was asked for, another run goes its own way to the same end.
  const begun = await api.get("/api/v1/events?type=step.started&limit=200", storedSchema);
  const version = begun.items.find(({ data }) => data.step === "price")?.sequence ?? 0;
  const fork = await api.post(`/api/v1/runs/${id}/fork`, runSchema, { version }, "fork");
  expect((await api.post(`/api/v1/runs/${id}/fork`, runSchema, { version }, "fork")).id).toBe(fork.id);
  expect(fork.id).not.toBe(id);
  const second = await untilOver(fork.id);
  expect(second.status).toBe("succeeded");
  const priceOf = ({ steps }: Run) => steps.find(({ key }) => key === "price")?.output;
  expect(priceOf(second)?.summary).toBe(priceOf(run)?.summary);
  expect(priceOf(second)?.references.priceId).not.toBe(priceOf(run)?.references.priceId);
  expect(second.steps[0]?.output).toEqual(run.steps[0]?.output);
});
