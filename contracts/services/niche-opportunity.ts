/** How promising a niche is: a score with an interval, every factor with its basis, and niches side by side. */
import * as z from "zod";

export const marketSizes = ["large", "medium", "small", "unknown"] as const;
export const growthRates = ["high", "medium", "low", "unknown"] as const;
export const competitionLevels = ["low", "medium", "high", "unknown"] as const;

/** What the founder assumes of the market; each can be edited, and unknown stays unknown. */
export const marketSchema = z.object({
  marketSize: z.enum(marketSizes).default("unknown"),
  growthRate: z.enum(growthRates).default("unknown"),
  competition: z.enum(competitionLevels).default("unknown"),
});
export type Market = z.infer<typeof marketSchema>;
export const unknownMarket: Market = { marketSize: "unknown", growthRate: "unknown", competition: "unknown" };

export const factorNames = [
  "market_size",
  "growth_rate",
  "competition",
  "problem_severity",
  "solution_feasibility",
  "monetization_potential",
] as const;
export type FactorName = (typeof factorNames)[number];

export const bases = ["evidence", "assumption", "unknown"] as const;

export const factorSchema = z.object({
  name: z.enum(factorNames),
  /** The weights add up to 1. */
  weight: z.number().min(0).max(1),
  /** 0 to 1. Of an unknown factor: the middle of what is possible, which is no estimate. */
  score: z.number().min(0).max(1),
  low: z.number().min(0).max(1),
  high: z.number().min(0).max(1),
  basis: z.enum(bases),
  explanation: z.string(),
});
export type Factor = z.infer<typeof factorSchema>;

export const opportunityBands = ["excellent", "very_good", "good", "fair", "limited"] as const;
export type OpportunityBand = (typeof opportunityBands)[number];

export const opportunitySchema = z.object({
  /** 0 to 1, weighted sum of the factor scores. */
  score: z.number().min(0).max(1),
  low: z.number().min(0).max(1),
  high: z.number().min(0).max(1),
  /** How the score and its interval were computed. */
  method: z.string(),
  band: z.enum(opportunityBands),
  /** The bands that the interval touches, best first. */
  possibleBands: z.array(z.enum(opportunityBands)).min(1),
  assessment: z.string(),
  recommendations: z.array(z.string()),
  factors: z.array(factorSchema),
  /** What the score would be with one input at either end of its range and all others as they are, widest swing first. */
  sensitivity: z.array(
    z.object({
      factor: z.enum(factorNames),
      low: z.number(),
      high: z.number(),
      /** `high` − `low`. */
      swing: z.number(),
    }),
  ),
});
export type Opportunity = z.infer<typeof opportunitySchema>;

/** Probabilities of an order, counted over simulated outcomes; rows and columns in the order of `ranked`. */
export const rankProbabilitiesSchema = z.object({
  /** `ranks[i][r]`: P(the i-th niche has rank r + 1). */
  ranks: z.array(z.array(z.number().min(0).max(1))),
  /** `above[i][j]`: P(the i-th niche scores higher than the j-th), equal scores counting half. */
  above: z.array(z.array(z.number().min(0).max(1))),
});

export const orderSchema = z.object({
  /** With the weights of the score: what is unknown of the niches is the only doubt. */
  stated: rankProbabilitiesSchema,
  /** With every weighting of the six factors equally possible: what remains true whatever one values. */
  anyWeights: rankProbabilitiesSchema,
  samples: z.int().min(1),
  seed: z.int(),
  method: z.string(),
});
export type Order = z.infer<typeof orderSchema>;

export const comparisonSchema = z.object({
  /** Best first; equal scores in the order of their ids. */
  ranked: z.array(
    z.object({
      nicheId: z.string(),
      name: z.string(),
      rank: z.int().min(1),
      score: z.number(),
      low: z.number(),
      high: z.number(),
      band: z.enum(opportunityBands),
      /** False: its interval overlaps the one of the next in rank, so the order between the two is not settled; of the last, always. */
      clearlyAboveNext: z.boolean(),
    }),
  ),
  /** Null when nothing was compared. */
  highest: z.number().nullable(),
  lowest: z.number().nullable(),
  average: z.number().nullable(),
  distribution: z.record(z.enum(opportunityBands), z.int().min(0)),
  topRecommendation: z.string().nullable(),
  recommendations: z.array(z.string()),
  /** How settled the order is; absent with fewer than two niches. */
  order: orderSchema.optional(),
});
export type Comparison = z.infer<typeof comparisonSchema>;
