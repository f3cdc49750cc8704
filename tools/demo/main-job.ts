/** The main job through the public API: evidence → niche → team → run → results. */
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { loadSample } from "../../contracts/sample/loading.ts";
import { sampleNiches } from "../../contracts/sample/workspace.ts";
import { runSchema, teamSchema, type Run } from "../../contracts/services/agent-teams.ts";
import { planSchema, type MarketingPlan } from "../../contracts/services/marketing.ts";
import {
  priceRecommendationSchema,
  revenueProjectionSchema,
  type PriceRecommendation,
  type RevenueProjection,
} from "../../contracts/services/monetization.ts";
import {
  comparisonSchema,
  importReportSchema,
  nicheDetailSchema,
  type Comparison,
  type ImportReport,
  type NicheDetail,
} from "../../contracts/services/niche-analysis.ts";
import { sampleTransport } from "../sample/transport.ts";
import { UserError } from "../system/user-error.ts";
import type { Api } from "./api.ts";

export interface EvidenceFile {
  market: string;
  fileName: string;
  body: BodyInit;
  columns: { text?: string; author?: string; date?: string; rating?: string };
}

export interface MainJobInput {
  /** A file of somebody's, or the first niche of the sample workspace. */
  evidence: EvidenceFile | "sample";
  /** Prefix of every idempotency key. */
  key: string;
  onProgress: (step: string, share?: number) => void;
}

export interface MainJobResult {
  imported: ImportReport;
  market: NicheDetail;
  niches: NicheDetail[];
  comparison: Comparison;
  price: PriceRecommendation;
  projection: RevenueProjection;
  plan: MarketingPlan;
  run: Run;
  /** Milliseconds by phase. */
  timings: Record<string, number>;
}

const lookAgainMs = 250;

/** Imports the evidence and starts a run of a new team on it; returns at once. */
export async function startMainJob(api: Api, input: MainJobInput): Promise<{ imported: ImportReport; nicheId: string; runId: string }> {
  const { evidence, key, onProgress } = input;
  onProgress("importing the evidence");
  const { nicheId, imported } = evidence === "sample" ? await loadedSample(api) : await importedFile(api, evidence, key);
  const team = await api.post("/api/v1/teams", teamSchema, { name: "Demo team", approvals: { marketing: "auto" } }, `${key}-team`);
  const run = await api.post("/api/v1/runs", runSchema, { teamId: team.id, nicheId, seed: 1 }, `${key}-run`);
  return { imported, nicheId, runId: run.id };
}

/** The team has it analysed. */
async function loadedSample(api: Api): Promise<{ nicheId: string; imported: ImportReport }> {
  const [niche] = await loadSample(sampleTransport(api), () => undefined, { niches: [sampleNiches[0]], analyse: false });
  const [imported] = niche?.imports ?? [];
  if (!niche || !imported) throw new Error("the sample was not loaded");
  return { nicheId: niche.id, imported };
}

async function importedFile(api: Api, file: EvidenceFile, key: string): Promise<{ nicheId: string; imported: ImportReport }> {
  const { market, fileName, columns, body } = file;
  const niche = await api.post("/api/v1/niches", nicheDetailSchema, { name: market }, `${key}-niche`);
  const query = new URLSearchParams({ fileName, ...columns });
  const type = fileName.endsWith(".jsonl") || fileName.endsWith(".ndjson") ? "application/x-ndjson" : "text/csv";
  const imported = await api.upload(`/api/v1/niches/${niche.id}/evidence?${query}`, importReportSchema, body, type, `${key}-import`);
  if (imported.kept === 0)
    throw new UserError(`None of the ${imported.read} rows of ${fileName} could be used: ${JSON.stringify(imported.droppedBy)}.`);
  return { nicheId: niche.id, imported };
}

/** Follows the run to its end and gathers what it made. */
export async function finishMainJob(
  api: Api,
  started: { imported: ImportReport; nicheId: string; runId: string },
  onProgress: MainJobInput["onProgress"],
): Promise<Omit<MainJobResult, "timings">> {
  const run = await followRun(api, started, onProgress);
  const references = Object.assign({}, ...run.steps.map((step) => step.output?.references ?? {})) as Record<string, string> & {
    nicheIds?: string[];
  };
  const ids = references.nicheIds ?? [];
  return {
    imported: started.imported,
    market: await api.get(`/api/v1/niches/${started.nicheId}`, nicheDetailSchema),
    niches: await Promise.all(ids.map((id) => api.get(`/api/v1/niches/${id}`, nicheDetailSchema))),
    comparison: await api.get(`/api/v1/niches/comparison?ids=${ids.join(",")}`, comparisonSchema),
    price: await api.get(`/api/v1/prices/${references["priceId"]}`, priceRecommendationSchema),
    projection: await api.get(`/api/v1/projections/${references["projectionId"]}`, revenueProjectionSchema),
    plan: await api.get(`/api/v1/marketing-plans/${references["planId"]}`, planSchema),
    run,
  };
}

async function followRun(
  api: Api,
  { runId, nicheId }: { runId: string; nicheId: string },
  onProgress: MainJobInput["onProgress"],
): Promise<Run> {
  for (;;) {
    const run = await api.get(`/api/v1/runs/${runId}`, runSchema);
    if (run.status === "succeeded") return run;
    if (run.status === "failed" || run.status === "cancelled")
      throw new Error(`The run ${run.status}: ${run.message ?? "no reason was recorded"}`);
    const step = run.steps.find((candidate) => candidate.status === "running");
    if (step?.key === "research") {
      const { work } = await api.get(`/api/v1/niches/${nicheId}`, nicheDetailSchema);
      onProgress(
        `research: ${work.message ?? "reading the evidence"}`,
        work.progress.total === 0 ? undefined : work.progress.done / work.progress.total,
      );
    } else {
      onProgress(`${step?.key ?? "next step"}`, run.progress.done / run.progress.total);
    }
    await sleep(lookAgainMs);
  }
}

/** The whole of it, with the time that each part took. */
export async function mainJob(api: Api, input: MainJobInput): Promise<MainJobResult> {
  const begun = performance.now();
  const started = await startMainJob(api, input);
  const importedAt = performance.now();
  const result = await finishMainJob(api, started, input.onProgress);
  const steps = Object.fromEntries(result.run.steps.map((step) => [step.key, step.durationMs ?? 0]));
  return { ...result, timings: { import: Math.round(importedAt - begun), ...steps, total: Math.round(performance.now() - begun) } };
}

/** One object for `--json`: what two runs on the same evidence share comes first, ids and times stand in `run` and `timings`. */
export function jsonOf(result: MainJobResult): Record<string, unknown> {
  const { market, niches, comparison, price, projection, plan, run, imported, timings } = result;
  const { id: projectionId, nicheId: _n, priceId: _p, createdAt: _c, ...projected } = projection;
  const { id: priceId, nicheId: _pn, createdAt: _pc, ...priced } = price;
  return {
    themes: market.themes,
    niches: comparison.ranked.map((ranked) => {
      const niche = niches.find((candidate) => candidate.id === ranked.nicheId);
      const { nicheId: _id, ...rest } = ranked;
      return { ...rest, evidenceCount: niche?.evidenceCount, opportunity: niche?.opportunity, themes: niche?.themes };
    }),
    price: priced,
    projection: projected,
    plan,
    run: {
      ...run,
      references: {
        market: market.id,
        niches: comparison.ranked.map((ranked) => ranked.nicheId),
        price: priceId,
        projection: projectionId,
        plan: plan.id,
      },
      imported,
    },
    timings,
  };
}

export const demoJsonSchema = z.object({
  themes: z.array(z.unknown()).min(1),
  niches: z.array(z.unknown()).min(1),
  price: z.unknown(),
  projection: z.unknown(),
  plan: z.unknown(),
  run: z.unknown(),
  timings: z.record(z.string(), z.number()),
});
