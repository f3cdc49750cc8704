/** Evaluation of a test of two or more variants: counts in, rates with intervals and honest p-values out. */
import * as z from "zod";

export const variantSchema = z
  .object({ name: z.string().min(1).max(100), impressions: z.int().min(1), clicks: z.int().min(0), conversions: z.int().min(0) })
  .refine(({ impressions, clicks }) => clicks <= impressions, { path: ["clicks"], message: "must not exceed impressions" })
  .refine(({ clicks, conversions }) => conversions <= clicks, { path: ["conversions"], message: "must not exceed clicks" });
export type Variant = z.infer<typeof variantSchema>;

export const experimentRequestSchema = z.object({
  /** The first is the control. */
  variants: z.array(variantSchema).min(2).max(20),
  alpha: z.number().gt(0).max(0.5).default(0.05),
});
export type ExperimentRequest = z.input<typeof experimentRequestSchema>;

const intervalSchema = z.object({ low: z.number(), high: z.number() });

export const variantComparisonSchema = z.object({
  variant: z.string(),
  control: z.string(),
  /** Percent against the control; null when the control's rate is 0. */
  clickLift: z.number().nullable(),
  conversionLift: z.number().nullable(),
  /** Difference of click rates (absolute), Newcombe's hybrid score interval. */
  clickDifference: intervalSchema,
  /** One-sided pooled z test of clicks per impression. */
  clickP: z.number(),
  /** One-sided Fisher test of conversions per impression. */
  conversionP: z.number(),
  /** The same, adjusted by Holm over all comparisons of the request. Significance is decided on these. */
  clickPAdjusted: z.number(),
  conversionPAdjusted: z.number(),
  clickSignificant: z.boolean(),
  conversionSignificant: z.boolean(),
  /** Two-sided p of clicks that stays valid however often one looks. */
  clickPAlwaysValid: z.number(),
});
export type Comparison = z.infer<typeof variantComparisonSchema>;

export const experimentReportSchema = z.object({
  variants: z.array(variantSchema.safeExtend({ clickRate: z.number(), clickInterval: intervalSchema, conversionRate: z.number() })),
  comparisons: z.array(variantComparisonSchema),
  /** The variant with the best conversion rate among those significantly better than the control, or null: no winner is declared without one. */
  winner: z.string().nullable(),
  /** Chi-square test that visitors were split as evenly as planned; below 0.001 the assignment is broken and the result means nothing. */
  splitP: z.number(),
});
export type ExperimentReport = z.infer<typeof experimentReportSchema>;
