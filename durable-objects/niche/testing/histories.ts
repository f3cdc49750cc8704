/** Niches with a past, for the tests of the decider. */
import type { Fault } from "../../../contracts/result.ts";
import type { ImportReport, Market, Opportunity, ThemeFinding } from "../../../contracts/services/niche-analysis.ts";
import { unknownMarket } from "../../../contracts/services/niche-analysis.ts";
import type { FoundTheme } from "../../../contracts/events/niche-analysis.ts";
import { scoreOpportunity } from "../../../workers/niche-analysis/domain/opportunity/score.ts";
import type { SeverityEstimate } from "../../../workers/niche-analysis/domain/opportunity/severity-estimate.ts";
import { happened, type NicheEvent } from "../events.ts";

export const model = "all-minilm-l6-v2@abc";
export const knownMarket: Market = { marketSize: "large", growthRate: "high", competition: "low" };
export const noNode: Fault = { code: "unavailable", detail: "No node is ready.", retryable: true };

export const report: ImportReport = {
  fileName: "reviews.csv",
  format: "csv",
  encoding: "utf-8",
  delimiter: ",",
  preambleLines: 0,
  columns: { found: ["text"], used: { text: "text" } },
  read: 100,
  kept: 100,
  droppedBy: {},
  dropped: [],
  masked: 0,
  provenance: { bytes: 5_000, sourceDigest: "a".repeat(64), evidenceDigest: "b".repeat(64) },
};

const share = { value: 0.5, low: 0.4, high: 0.6, count: 50, n: 100, method: "wilson-95" as const };

export const finding: ThemeFinding = {
  method: "average linkage",
  seed: 1,
  model,
  texts: 100,
  distinctAuthors: 100,
  unit: "texts",
  silhouette: 0.2,
  outliers: 0,
  complaint: share,
};

export const theme: FoundTheme = {
  id: "thm_0123456789abcdef",
  label: "battery life",
  terms: ["battery"],
  size: 50,
  distinctAuthors: 50,
  share,
  complaint: share,
  intensity: 0.8,
  severity: "high",
  quoteIds: [`evd_${"1".repeat(32)}`],
};

const severity: SeverityEstimate = { value: 0.8, low: 0.7, high: 0.9, basis: "evidence" };

/** The score of "Earbuds" with a severity that its evidence shows. */
export function scoreWith(market: Market): Opportunity {
  return scoreOpportunity({ name: "Earbuds", market, severity });
}

export const created = happened("niche.created", {
  nicheId: "nch_00000000000000000000000001",
  name: "Earbuds",
  market: unknownMarket,
  createdBy: "usr_1",
});

export function imported(total: number): NicheEvent {
  return happened("evidence.imported", { batchId: "imp_1", added: total, total, report });
}

export function started(evidence: number, analysisId = "analysis-1"): NicheEvent {
  return happened("analysis.started", { analysisId, seed: 1, evidence, evidenceDigest: "c".repeat(64) });
}

export function prepared(done: number, total: number): NicheEvent {
  return happened("analysis.prepared", {
    analysisId: "analysis-1",
    model,
    dimensions: 384,
    done,
    total,
    chunks: Math.ceil((total - done) / 32),
  });
}

export function embedded(done: number, total: number): NicheEvent {
  return happened("evidence.embedded", { analysisId: "analysis-1", model, nodeId: "nod_1", done, total });
}

export const themesFound = happened("themes.found", { analysisId: "analysis-1", batchId: "themes-1", finding, themes: [theme] });
export const scored = happened("opportunity.scored", { analysisId: "analysis-1", opportunity: scoreWith(unknownMarket) });

/** A niche of 100 texts with one finished analysis. */
export const analysed: NicheEvent[] = [created, imported(100), started(100), prepared(0, 100), embedded(100, 100), themesFound, scored];

/** The same before its themes. */
export const unthemed: NicheEvent[] = analysed.slice(0, -2);
