import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { effectViewSchema } from "../../contracts/actor.ts";
import { pageSchema } from "../../contracts/page.ts";
import { deadLetterSchema } from "../../contracts/services/actors.ts";
import { runSchema, teamSchema, type Run } from "../../contracts/services/agent-teams.ts";
import { importReportSchema, nicheDetailSchema } from "../../contracts/services/niche-analysis.ts";
import { Api } from "../../tools/demo/api.ts";
import { bundledEvidence } from "../../tools/demo/bundled-evidence.ts";
import { startTopology, type RunningTopology } from "./topology.ts";

/** Every tenth bundled sentence: themes need no more. */
const evidence = new TextDecoder()
  .decode(bundledEvidence())
  .split("\n")
  .filter((_, index) => index % 10 === 0)
  .join("\n");
const password = "correct horse battery staple";
const tokenSchema = z.object({ token: z.string() });
const meSchema = z.object({ user: z.object({ id: z.string() }) });

let system: RunningTopology;
/** Every service as a Worker of its own, so that each question is a real one. */
beforeAll(async () => {
  system = await startTopology("apart");
  // No node: an analysis waits for one, and a run for the analysis.
  await system.node.stop();
});
afterAll(() => system?.stop());

/** A new member of the founder's organisation. */
async function member(name: string, role: string): Promise<{ api: Api; id: string }> {
  const email = `${name}@example.com`;
  const { token } = await system.api.post("/api/v1/invitations", tokenSchema, { email, role }, `invite-${name}`);
  const answer = await fetch(`${system.url}/api/v1/auth/sign-up`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: system.url },
    body: JSON.stringify({ email, password, name, invitation: token }),
  });
  expect(answer.status).toBe(201);
  const { user } = meSchema.parse(await answer.json());
  return { api: new Api(system.url, answer.headers.getSetCookie()[0]?.split(";")[0] ?? ""), id: user.id };
}

/** Asks as the founder; answers the status. */
async function asFounder(method: string, path: string, body?: unknown): Promise<number> {
  const signedIn = await fetch(`${system.url}/api/v1/auth/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: system.url },
    body: JSON.stringify({ email: "founder@example.com", password }),
  });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { "content-type": "application/json", "if-match": "*", cookie, origin: system.url };
  return (await fetch(`${system.url}${path}`, { method, headers, ...json })).status;
}

async function runOf({ api }: { api: Api }, word: string): Promise<Run> {
  const niche = await api.post("/api/v1/niches", nicheDetailSchema, { name: word }, `${word}-niche`);
  const upload = `/api/v1/niches/${niche.id}/evidence?fileName=reviews.jsonl`;
  await api.upload(upload, importReportSchema, evidence, "application/x-ndjson", `${word}-import`);
  const team = await api.post("/api/v1/teams", teamSchema, { name: word, approvals: { marketing: "auto" } }, `${word}-team`);
  return api.post("/api/v1/runs", runSchema, { teamId: team.id, nicheId: niche.id }, `${word}-run`);
}

async function untilOver(id: string): Promise<Run> {
  for (let tries = 0; tries < 600; tries++) {
    const run = await system.api.get(`/api/v1/runs/${id}`, runSchema);
    if (run.status === "succeeded" || run.status === "failed") return run;
    await sleep(200);
  }
  throw new Error("the run did not end in two minutes");
}

it("a run acts as what a demoted starter is now", async () => {
  const bob = await member("bob", "editor");
  const niche = await runOf(bob, "bob");
  expect(await asFounder("PATCH", `/api/v1/members/${bob.id}`, { role: "viewer" })).toBe(200);
  const run = await untilOver(niche.id);
  expect(run).toMatchObject({
    status: "failed",
    message: expect.stringMatching(/niches:write|monetization:write|marketing:write|models:infer/),
  });
});

it("a run and its analysis stop within seconds when who started them is put out, and go on in the name of who redrives them", async () => {
  const ada = await member("ada", "editor");
  const { id, nicheId } = await runOf(ada, "ada");
  await expect.poll(async () => (await system.api.get(`/api/v1/runs/${id}`, runSchema)).status).toBe("running");
  expect(await asFounder("DELETE", `/api/v1/members/${ada.id}`)).toBe(200);
  const begun = Date.now();
  const failed = await untilOver(id);
  expect(failed).toMatchObject({ status: "failed", message: expect.stringContaining(`${ada.id}, who is no member any more`) });
  expect(Date.now() - begun).toBeLessThan(10_000);

  const letters = async (kind: string) =>
    (await system.api.get(`/api/v1/dead-letters?kind=${kind}`, pageSchema(deadLetterSchema))).items
      .filter(({ actorId }) => [id, nicheId].includes(actorId))
      .map(({ actorId, effectId }) => `/api/v1/actors/${kind}/${actorId}/effects/${encodeURIComponent(effectId)}`);
  // The niche looked for a node in the name of the run, which acted in hers.
  await expect.poll(async () => (await letters("niche")).length, { timeout: 60_000 }).toBe(1);
  await expect.poll(async () => (await letters("agent-team")).length, { timeout: 60_000 }).toBe(1);
  const node = system.startNode({});
  await node.waitFor(/gpu-node ready/, 180_000);
  for (const kind of ["niche", "agent-team"])
    for (const path of await letters(kind)) {
      const redriven = await system.api.post(`${path}/redrive`, effectViewSchema, {}, `redrive-${kind}`);
      expect(redriven.principal.kind).toBe("user");
      expect(redriven.principal.id).not.toBe(ada.id);
    }
  expect((await untilOver(id)).status).toBe("succeeded");
});
