/** What the six factors of an opportunity count for: an organisation's own weights, with a version. */
import * as z from "zod";
import { factorNames, weightSources, type FactorName } from "./niche-opportunity.ts";

const share = z.number().min(0).max(1);
/** Written out, so that each is required by name. */
export const factorWeightsSchema = z.object({
  market_size: share,
  growth_rate: share,
  competition: share,
  problem_severity: share,
  solution_feasibility: share,
  monetization_potential: share,
}) satisfies z.ZodType<Record<FactorName, number>>;
export type FactorWeights = z.infer<typeof factorWeightsSchema>;

/** How far stated weights may be from adding up to 1: what rounding to percent leaves. */
export const weightTolerance = 0.01;

/** `first` matters `times` as much as `second`; below 1: less. */
export const judgementSchema = z.object({
  first: z.enum(factorNames),
  second: z.enum(factorNames),
  times: z
    .number()
    .min(1 / 9 - 1e-6, "is at least 1/9")
    .max(9, "is at most 9"),
});
export type Judgement = z.infer<typeof judgementSchema>;

export const weightsChangeSchema = z.discriminatedUnion("kind", [
  /** Each factor's share; together 1, give or take 0.01, which is then taken out. */
  z.object({ kind: z.literal("stated"), weights: factorWeightsSchema }),
  /** Every pair of the six factors once (Saaty's scale: 1 equal, 3, 5, 7, 9 extremely more; reciprocals for less). */
  z.object({ kind: z.literal("judgements"), judgements: z.array(judgementSchema).min(1).max(15) }),
  /** The product's own, as its Python predecessor had them. */
  z.object({ kind: z.literal("default") }),
]);
export type WeightsChange = z.infer<typeof weightsChangeSchema>;

export const setWeightsRequestSchema = z.object({
  commandId: z.string().min(1).max(200),
  change: weightsChangeSchema,
  /** `precondition_failed` when the weights are at another version. */
  expectedVersion: z.int().min(0).optional(),
});
export type SetWeightsRequest = z.input<typeof setWeightsRequestSchema>;

export const opportunityWeightsSchema = z.object({
  id: z.literal("opportunity-weights"),
  /** 0: never set. */
  version: z.int().min(0),
  source: z.enum(weightSources),
  /** Adding up to 1. */
  weights: factorWeightsSchema,
  /** Where they come from. */
  method: z.string(),
  /** As they were given. */
  judgements: z.array(judgementSchema).optional(),
  /** How far judgements contradict each other. */
  consistency: z
    .object({
      lambdaMax: z.number(),
      index: z.number(),
      /** Acceptable up to 0.1. */
      ratio: z.number(),
      consistent: z.boolean(),
      /** The judgement that fits the others least, and what they suggest. */
      revise: z.object({ first: z.enum(factorNames), second: z.enum(factorNames), judged: z.number(), suggested: z.number() }).optional(),
    })
    .optional(),
  setBy: z.string().optional(),
  setAt: z.iso.datetime().optional(),
});
export type OpportunityWeights = z.infer<typeof opportunityWeightsSchema>;
