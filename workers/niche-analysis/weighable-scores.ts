/** Scores as the list keeps them: from what they were made, so that it can show and order them by whatever weights. */
import { sql, type SQL } from "drizzle-orm";
import * as z from "zod";
import {
  factorNames,
  levelReadingSchema,
  marketSchema,
  opportunityBands,
  type FactorName,
  type Opportunity,
} from "../../contracts/services/niche-opportunity.ts";
import type { NicheSummary } from "../../contracts/services/niche-analysis.ts";
import type { ProjectedRow } from "../kit/projections.ts";
import type { Weights } from "./domain/opportunity/factors.ts";
import { readings, readingsBehind } from "./domain/opportunity/levels/reading.ts";
import { gist, marketBehind, ownWeights, severityBehind, type Weighted } from "./domain/opportunity/score.ts";
import { assessmentOf, bandOf, unsettledAssessment } from "./domain/opportunity/wording.ts";
import { niches } from "./schema.ts";

const reading = levelReadingSchema.optional();
const inputsSchema = z.object({
  market: marketSchema,
  severity: z.object({ value: z.number(), low: z.number(), high: z.number(), basis: z.enum(["evidence", "unknown"]) }),
  readings: z
    .object({ market_size: reading, growth_rate: reading, competition: reading, monetization_potential: reading })
    .transform(readings)
    .optional(),
});

const columns = {
  market_size: niches.marketSize,
  growth_rate: niches.growthRate,
  competition: niches.competition,
  problem_severity: niches.problemSeverity,
  solution_feasibility: niches.solutionFeasibility,
  monetization_potential: niches.monetizationPotential,
} satisfies Record<FactorName, unknown>;

/** What a score says of itself, as columns. */
export function weighableColumns(name: string, opportunity: Opportunity): ProjectedRow {
  const { value, low, high, basis } = severityBehind(opportunity);
  const read = readingsBehind(opportunity);
  // Lists show no evidence, so the row goes without it.
  const bare = Object.entries(read).map(([factor, one]) => [factor, { ...one, evidenceIds: [], assumptions: [] }]);
  const inputs = {
    market: marketBehind(opportunity),
    severity: { value, low, high, basis },
    ...(bare.length > 0 && { readings: Object.fromEntries(bare) as typeof read }),
  };
  const { factors } = gist({ name, ...inputs }, ownWeights);
  return { inputs: JSON.stringify(inputs), ...Object.fromEntries(factors.map((factor) => [factor.name, factor.score])) };
}

/** The expected score by `weights`; null where the row does not say what it was made from. */
export function weightedScore(weights: Weights): SQL {
  return sql.join(
    factorNames.map((name) => sql`${columns[name]} * ${weights[name]}`),
    sql` + `,
  );
}

/** The score of a row by these weights, or, where it does not say what it was made from, as it was stored. */
export function shownOpportunity(row: typeof niches.$inferSelect, weighted: Weighted): Pick<NicheSummary, "opportunity"> {
  const { score, low, high, assessment } = row;
  if (score === null || low === null || high === null || assessment === null) return {};
  const inputs = row.inputs === null ? undefined : inputsSchema.safeParse(JSON.parse(row.inputs)).data;
  if (!inputs) {
    const band = opportunityBands.find((name) => name === row.band) ?? null;
    return { opportunity: { score, low, high, band, assessment, weighting: ownWeights.used } };
  }
  const found = gist({ name: row.name, ...inputs }, weighted);
  const band = found.standing.settled ? bandOf(found.score) : null;
  return {
    opportunity: {
      score: found.score,
      low: found.low,
      high: found.high,
      band,
      assessment: band === null ? unsettledAssessment(found.standing) : assessmentOf(band),
      weighting: weighted.used,
      standing: found.standing,
    },
  };
}
