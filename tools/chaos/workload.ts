/** The scripted work: webhooks, niches with evidence of their own, their analyses, and team runs with a person's approval. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { setTimeout as sleep } from "node:timers/promises";
import { runSchema, teamSchema } from "../../contracts/services/agent-teams.ts";
import { importReportSchema, nicheDetailSchema } from "../../contracts/services/niche-analysis.ts";
import { bundledEvidence } from "../demo/bundled-evidence.ts";
import type { PatientClient } from "./client.ts";
import { endpointPlans, openEndpoints, sendTest, type EndpointPlan, type OpenedEndpoint } from "./webhooks/endpoints.ts";
import type { Receiver } from "./webhooks/receiver.ts";

export interface WorkPlan {
  niches: { key: string; name: string; evidence: Uint8Array<ArrayBuffer>; growthRate: "high" | "medium" | "low" }[];
  /** `niche` is an index of `niches`. */
  runs: { key: string; niche: number; seed: number }[];
  endpoints: readonly EndpointPlan[];
}

/** Ids that the system gave to what the plan names, in the plan's order. */
export interface StartedWork {
  nicheIds: string[];
  teamIds: string[];
  runIds: string[];
  endpoints: readonly OpenedEndpoint[];
}

/** What does the work needs. */
export interface WorkParts {
  client: PatientClient;
  receiver: Receiver;
  plan: WorkPlan;
  /** Opens when the given share of the kills, from 0 to 1, has happened. */
  gate: (share: number) => Promise<void>;
}

const fewestTexts = 90;
const mostTexts = 140;
const settledWithinMs = 180_000;

/** The same seed plans the same work. */
export function planWork({ niches, runs, seed }: { niches: number; runs: number; seed: number }): WorkPlan {
  // A stream of its own: another number of kills must not change the evidence.
  const random = xoroshiro128plus(seed ^ 0x5eed);
  const lines = new TextDecoder().decode(bundledEvidence()).split("\n");
  const growthRates = ["high", "medium", "low"] as const;
  return {
    niches: Array.from({ length: niches }, (_, index) => {
      const left = [...lines];
      const count = uniformInt(random, fewestTexts, mostTexts);
      const chosen = Array.from({ length: count }, () => left.splice(uniformInt(random, 0, left.length - 1), 1)[0] ?? "");
      return {
        key: `niche-${index + 1}`,
        name: `Accessories ${index + 1}`,
        evidence: new TextEncoder().encode(chosen.join("\n")),
        growthRate: growthRates[uniformInt(random, 0, 2)] ?? "low",
      };
    }),
    runs: Array.from({ length: runs }, (_, index) => ({ key: `run-${index + 1}`, niche: index, seed: uniformInt(random, 1, 1_000) })),
    endpoints: endpointPlans,
  };
}

/**
 * Does the plan: opens the webhooks, then niches, runs and test deliveries side by side, each begun when `gate(share)` opens (`share`: how
 * much of the work was begun before). Resolves when every run has ended or three minutes after the last one was begun.
 */
export async function work({ client, receiver, plan, gate }: WorkParts): Promise<StartedWork> {
  const endpoints = await openEndpoints(client, receiver, plan.endpoints);
  const jobs = plan.niches.length + plan.runs.length;
  const nicheJobs = plan.niches.map(async (niche, index) => {
    await gate(index / jobs);
    return analyse(client, niche);
  });
  const runJobs = plan.runs.map(async (run, index) => {
    await gate((plan.niches.length + index) / jobs);
    const nicheId = (await nicheJobs[run.niche]) ?? "";
    return supervise(client, run, nicheId);
  });
  const testJobs = endpoints.map(async (endpoint) => {
    for (let number = 1; number <= endpoint.tests; number++) {
      await gate(number / (endpoint.tests + 1));
      await sendTest(client, endpoint, number);
    }
  });
  const [nicheIds, runs] = await Promise.all([Promise.all(nicheJobs), Promise.all(runJobs), Promise.all(testJobs)]);
  return { nicheIds, teamIds: runs.map(({ teamId }) => teamId), runIds: runs.map(({ runId }) => runId), endpoints };
}

async function analyse(client: PatientClient, niche: WorkPlan["niches"][number]): Promise<string> {
  const { key, name, evidence, growthRate } = niche;
  const { id } = await client.post("/api/v1/niches", nicheDetailSchema, { name }, key);
  await client.upload(`/api/v1/niches/${id}/evidence?fileName=${key}.jsonl`, importReportSchema, evidence, `${key}-import`);
  await client.patch(`/api/v1/niches/${id}/market`, nicheDetailSchema, { growthRate }, `${key}-market`);
  await client.post(`/api/v1/niches/${id}/analyses`, nicheDetailSchema, { seed: 1 }, `${key}-analysis`);
  return id;
}

/** Starts a run and approves what it asks for. */
async function supervise(client: PatientClient, { key, seed }: WorkPlan["runs"][number], nicheId: string) {
  const { id: teamId } = await client.post("/api/v1/teams", teamSchema, { name: `Team of ${key}` }, `${key}-team`);
  const { id: runId } = await client.post("/api/v1/runs", runSchema, { teamId, nicheId, seed }, key);
  const until = Date.now() + settledWithinMs;
  while (Date.now() < until) {
    const run = await client.get(`/api/v1/runs/${runId}`, runSchema);
    if (["succeeded", "failed", "cancelled"].includes(run.status)) break;
    for (const { step } of run.approvals.filter((approval) => approval.decision === undefined)) {
      await client.post(`/api/v1/runs/${runId}/decisions`, runSchema, { step, decision: "approved", note: "go" }, `${key}-approve-${step}`);
    }
    await sleep(250);
  }
  return { teamId, runId };
}
