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

/** A sentence of the evidence, in its own words: `text` is exactly what stands from `start` to `end` (UTF-16 units) of that row. */
export const quoteSchema = z.object({ evidenceId: z.string(), text: z.string().min(1), start: z.int().min(0), end: z.int().min(1) });
export type Quote = z.infer<typeof quoteSchema>;
