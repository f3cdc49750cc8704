/** Figures and quotes that other answers are made of. */
import * as z from "zod";

/** A share of a whole, `count` of `n`, with its 95 % Wilson score interval. */
export const proportionSchema = z.object({
  value: z.number().min(0).max(1),
  low: z.number().min(0).max(1),
  high: z.number().min(0).max(1),
  count: z.int().min(0),
  n: z.int().min(0),
  method: z.literal("wilson-95"),
});
export type Proportion = z.infer<typeof proportionSchema>;

/** A share drawn towards that of other groups, the more the smaller its own is. */
export const shrunkShareSchema = z.object({
  value: z.number().min(0).max(1),
  low: z.number().min(0).max(1),
  high: z.number().min(0).max(1),
  /** People of the group itself. */
  n: z.int().min(0),
  /** What it was drawn towards: the mean of the groups, with the weight of so many people. */
  prior: z.object({ mean: z.number().min(0).max(1), strength: z.number().min(0), groups: z.int().min(1) }),
  method: z.string(),
});
export type ShrunkShare = z.infer<typeof shrunkShareSchema>;

/** A sentence of the evidence, in its own words: `text` is exactly what stands from `start` to `end` (UTF-16 units) of that row. */
export const quoteSchema = z.object({ evidenceId: z.string(), text: z.string().min(1), start: z.int().min(0), end: z.int().min(1) });
export type Quote = z.infer<typeof quoteSchema>;
