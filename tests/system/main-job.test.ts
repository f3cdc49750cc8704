import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { runSchema, teamSchema, type Run } from "../../contracts/services/agent-teams.ts";
import { verificationSchema } from "../../contracts/services/database.ts";
import { importReportSchema, nicheDetailSchema } from "../../contracts/services/niche-analysis.ts";
import { samplePath } from "../../contracts/sample/workspace.ts";
import { bundledEvidence } from "../../tools/demo/bundled-evidence.ts";
import { finishMainJob, jsonOf } from "../../tools/demo/main-job.ts";
import { sampleFiles } from "../../tools/sample/files.ts";
import { behindNatTest } from "./behind-nat.ts";
import { cronTest } from "./cron.ts";
import { openAiClientTest } from "./openai-client.ts";
import { packedClientsTest } from "./packed-clients.ts";
import { startTopology, topologies, type RunningTopology } from "./topology.ts";

/** Every fourth bundled sentence: enough for themes and child niches, quick enough for both topologies. */
const evidence = new TextDecoder()
  .decode(bundledEvidence())
  .split("\n")
  .filter((_, index) => index % 4 === 0)
  .join("\n");

const results: Record<string, unknown>[] = [];

describe.each(topologies)("the main job, services %s", (topology) => {
  let system: RunningTopology;
  /** The market and the niches found in it: with the one run, all that the projections list. */
  let nicheCount = 0;
  beforeAll(async () => {
    system = await startTopology(topology);
  });
  afterAll(async () => {
    await system?.stop();
  });

  async function untilRun(id: string, reached: (run: Run) => boolean): Promise<Run> {
    for (let tries = 0; tries < 600; tries++) {
      const run = await system.api.get(`/api/v1/runs/${id}`, runSchema);
      if (reached(run)) return run;
      if (run.status === "failed") throw new Error(run.message);
      await sleep(200);
    }
    throw new Error("the run did not get there in two minutes");
  }

  it("goes from a file to a plan, with one approval by a person", async () => {
    const { api } = system;
    const niche = await api.post("/api/v1/niches", nicheDetailSchema, { name: "Phone accessories" }, "niche");
    const imported = await api.upload(
      `/api/v1/niches/${niche.id}/evidence?fileName=reviews.jsonl`,
      importReportSchema,
      evidence,
      "application/x-ndjson",
      "import",
    );
    expect(imported).toMatchObject({ format: "jsonl", encoding: "utf-8", read: 250 });
    expect(imported.kept + (imported.copies ?? 0) + Object.values(imported.droppedBy).reduce((sum, count) => sum + count, 0)).toBe(250);
    const team = await api.post("/api/v1/teams", teamSchema, { name: "Team" }, "team");
    const started = await api.post("/api/v1/runs", runSchema, { teamId: team.id, nicheId: niche.id, seed: 1 }, "run");
    const again = await api.post("/api/v1/runs", runSchema, { teamId: team.id, nicheId: niche.id, seed: 1 }, "run");
    expect(again.id).toBe(started.id);
    // Nothing was stated, so every figure below is a default and says so.
    expect(started.stated).toEqual([]);

    const waiting = await untilRun(started.id, (run) => run.status === "waiting");
    expect(waiting.approvals).toMatchObject([{ step: "marketing" }]);
    await api.post(`/api/v1/runs/${started.id}/decisions`, runSchema, { step: "marketing", decision: "approved", note: "go" }, "approve");
    await untilRun(started.id, (run) => run.status === "succeeded");

    const result = { ...(await finishMainJob(api, { imported, nicheId: niche.id, runId: started.id }, () => undefined)), timings: {} };
    expect(result.market.themes.length).toBeGreaterThanOrEqual(3);
    for (const theme of result.market.themes) {
      expect(theme.share.low).toBeLessThanOrEqual(theme.share.value);
      expect(theme.share.high).toBeGreaterThanOrEqual(theme.share.value);
      expect(theme.quotes.length).toBeGreaterThan(0);
    }
    expect(result.run.steps.map((step) => step.status)).toEqual(Array.from({ length: 6 }, () => "succeeded"));
    expect(result.projection.fan).toHaveLength(36);
    expect(result.plan.content.map((content) => content.kind)).toEqual(["landing-page", "post", "post", "post"]);
    const claims = result.plan.content.flatMap((content) => content.sentences).filter((sentence) => sentence.claim);
    expect(claims.length).toBeGreaterThan(0);
    expect(claims.every((claim) => claim.evidenceIds.length > 0)).toBe(true);
    nicheCount = new Set([result.market.id, ...result.niches.map((found) => found.id)]).size;
    const { themes, niches, price, projection } = jsonOf(result);
    results.push({ themes, niches, price, projection });
  });

  it("leaves projections that equal the fold of the stored events, and nobody lagging behind", async () => {
    const subscriptions = z.object({ items: z.array(z.object({ lag: z.number(), parked: z.unknown() }).loose()) }).loose();
    await expect
      .poll(async () => (await system.api.get("/api/v1/event-subscriptions", subscriptions)).items.map((one) => one.lag), {
        timeout: 30_000,
      })
      .toSatisfy((lags: number[]) => lags.length > 0 && lags.every((lag) => lag === 0));
    const started = await system.api.post("/api/v1/database/verify", verificationSchema, {}, "verify");
    const path = `/api/v1/database/verifications/${started.id}`;
    await expect.poll(async () => (await system.api.get(path, verificationSchema)).status, { timeout: 30_000 }).toBe("succeeded");
    const { services } = await system.api.get(path, verificationSchema);
    const rows = services.flatMap((service) => service.projections).reduce((sum, projection) => sum + projection.rows, 0);
    // Each niche and the run stand in their own list and in the directory of actors.
    expect(rows).toBe(2 * (nicheCount + 1));
    expect(services.map((service) => [service.service, service.outcome, service.mismatches])).toEqual(
      services.map((service) => [service.service, "verified", []]),
    );
  });

  it("serves the files of the sample that the app offers a newcomer", async () => {
    for (const [name, content] of sampleFiles()) expect(await (await fetch(`${system.url}${samplePath}/${name}`)).text()).toBe(content);
  });

  it("answers an outsider nothing", async () => {
    for (const path of [
      "/api/v1/niches",
      "/api/v1/runs",
      "/api/v1/prices",
      "/api/v1/marketing-plans",
      "/api/v1/events",
      "/api/v1/database/schema",
    ]) {
      const answer = await fetch(`${system.url}${path}`);
      expect([path, answer.status, answer.headers.get("content-type")]).toEqual([path, 401, "application/problem+json"]);
    }
  });

  openAiClientTest(() => system);
  packedClientsTest(() => system);
  behindNatTest(() => system);
  cronTest(() => system);
});

it("gives the same result in both topologies", () => {
  expect(results).toHaveLength(2);
  expect(results[0]).toEqual(results[1]);
});
