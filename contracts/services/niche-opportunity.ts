/** How promising a niche is: a score with an interval, every factor with its basis, and niches side by side. */
import * as z from "zod";

export const marketSizes = ["large", "medium", "small", "unknown"] as const;
export const growthRates = ["high", "medium", "low", "unknown"] as const;
export const competitionLevels = ["low", "medium", "high", "unknown"] as const;
export const monetizationLevels = ["high", "medium", "low", "unknown"] as const;

/** What the founder assumes of the market; each can be edited. What is unknown is read from evidence where there is some, and else stays unknown. */
export const marketSchema = z.object({
  marketSize: z.enum(marketSizes).default("unknown"),
  growthRate: z.enum(growthRates).default("unknown"),
  competition: z.enum(competitionLevels).default("unknown"),
  /** Absent is unknown. */
  monetization: z.enum(monetizationLevels).optional(),
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

/** What a level is read from, and how likely each is then. */
export const levelReadingSchema = z.object({
  /** What was measured, in words. */
  figure: z.string(),
  value: z.number(),
  low: z.number(),
  high: z.number(),
  /** What `value` is in: a share of 1 (`share`), a Herfindahl-Hirschman index (`index`), or a currency a year, in minor units. */
  unit: z.string(),
  /** What was counted. */
  n: z.int().min(0),
  /** `assumption` where nothing but what somebody stated stands behind it. */
  basis: z.enum(["evidence", "assumption"]),
  /** Every level, least favourable first; the chances add up to 1, and are 0 of levels that the interval does not touch. */
  levels: z.array(z.object({ level: z.enum(["large", "medium", "small", "high", "low"]), chance: z.number().min(0).max(1) })).length(3),
  method: z.string(),
  assumptions: z.array(z.string()),
  /** Texts behind it, at most twenty. */
  evidenceIds: z.array(z.string()).max(20),
  /** The table behind it. */
  tableId: z.string().optional(),
});
export type LevelReading = z.infer<typeof levelReadingSchema>;

export const factorSchema = z.object({
  name: z.enum(factorNames),
  /** The weights add up to 1. */
  weight: z.number().min(0).max(1),
  /**
   * 0 to 1. Read from evidence: the expectation, each level as likely as its figure makes it. Of an unknown factor: the mean of what is possible, each
   * level equally likely, which is no estimate.
   */
  score: z.number().min(0).max(1),
  low: z.number().min(0).max(1),
  high: z.number().min(0).max(1),
  basis: z.enum(bases),
  explanation: z.string(),
  /** The level that somebody set, which wins over `reading`. */
  set: z.string().optional(),
  /** What evidence says of the level; absent where there is none, and before levels were read from it. */
  reading: levelReadingSchema.optional(),
  /** Of the bootstrap behind `low` and `high`: its quantiles at equal steps from its least to its largest value. Absent before they were kept. */
  quantiles: z.array(z.number().min(0).max(1)).min(2).max(101).optional(),
  /** What stands behind a factor of basis `evidence`: the complaining texts of the themes, the strongest by name; absent before this was kept. */
  evidence: z
    .object({
      texts: z.int().min(0),
      complaints: z.int().min(0),
      authors: z.int().min(0),
      evidenceIds: z.array(z.string()).max(20),
      samples: z.int().min(1),
      method: z.string(),
      /** What the bootstrap drew, in words. */
      over: z.string().optional(),
    })
    .optional(),
});
export type Factor = z.infer<typeof factorSchema>;

export const opportunityBands = ["excellent", "very_good", "good", "fair", "limited"] as const;
export type OpportunityBand = (typeof opportunityBands)[number];

/** Whose weights: the product's own, stated one by one, or from judgements of pairs. */
export const weightSources = ["default", "stated", "judgements"] as const;
export const weightingUsedSchema = z.object({
  source: z.enum(weightSources),
  /** Of the organisation's weights, 0 before any were set. */
  version: z.int().min(0),
});
export type WeightingUsed = z.infer<typeof weightingUsedSchema>;

/** Whether enough is known to put a score into a band. */
export const standingSchema = z.object({
  /** False: what is unknown or open moves the score by `limit`, the width of a band, or more. */
  settled: z.boolean(),
  /** By how much the unknown and open factors together could move the score. */
  width: z.number().min(0),
  limit: z.number(),
  /** The factors that are unknown, or `open`: read from evidence that leaves every level possible. Each with what it could move, most first. */
  unknown: z.array(z.object({ factor: z.enum(factorNames), width: z.number().min(0), open: z.literal(true).optional() })),
});
export type Standing = z.infer<typeof standingSchema>;

export const opportunitySchema = z.object({
  /** 0 to 1, weighted sum of the factor scores: the expected value over what is unknown or read from evidence. */
  score: z.number().min(0).max(1),
  low: z.number().min(0).max(1),
  high: z.number().min(0).max(1),
  /** How the score and its interval were computed. */
  method: z.string(),
  /** Null: not settled, see `standing`. */
  band: z.enum(opportunityBands).nullable(),
  /** The bands that the interval touches, best first. */
  possibleBands: z.array(z.enum(opportunityBands)).min(1),
  assessment: z.string(),
  recommendations: z.array(z.string()),
  factors: z.array(factorSchema),
  /** Which weights the score was made with; absent in scores of before they could be set, which are the product's own. */
  weighting: weightingUsedSchema.optional(),
  /** Absent in scores of before this was looked at. */
  standing: standingSchema.optional(),
  /** What the product's Python predecessor would say: its weights, 0.5 for what is unknown and no severity without evidence. */
  compatible: z.object({ score: z.number().min(0).max(1), band: z.enum(opportunityBands), assessment: z.string() }).optional(),
  /**
   * What the score would be with one factor at its 10th and its 90th percentile and all others as they are, widest swing first (in scores of
   * before `standing` was looked at: at either end of its range).
   */
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
