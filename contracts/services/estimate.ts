/** A number that somebody believes: its value, the range it may lie in, and whether evidence or an assumption stands behind it. */
import * as z from "zod";

export const basisSchema = z.enum(["evidence", "assumption"]);
export type Basis = z.infer<typeof basisSchema>;

/** Without a stated range an estimate is taken as its value ± this share, cut at the bounds of the field. */
export const defaultSpread = 0.2;

/**
 * Either a bare number (an assumption with the default range) or the number with its range and basis.
 * `low` = `value` = `high` says that the number is certain. `min` and `max` bound all three.
 */
export function estimateSchema(min: number, max: number) {
  const bounded = z.number().min(min).max(max);
  const stated = z
    .object({
      value: bounded,
      low: bounded.optional(),
      high: bounded.optional(),
      basis: basisSchema.optional(),
      /** Evidence behind the value; required when the basis is evidence. */
      evidenceIds: z.array(z.string().min(1).max(200)).max(200).optional(),
    })
    .refine(({ value, low, high }) => (low ?? value) <= value && value <= (high ?? value), "low ≤ value ≤ high must hold")
    .refine(({ basis, evidenceIds }) => basis !== "evidence" || (evidenceIds?.length ?? 0) > 0, "a basis of evidence needs evidenceIds");
  return z.union([bounded, stated]);
}
export type Estimate = z.infer<ReturnType<typeof estimateSchema>>;

/** What a result lists for each number that it rests on. Every one can be edited: send the request again with another value. */
export const assumptionSchema = z.object({
  name: z.string(),
  value: z.number(),
  low: z.number(),
  high: z.number(),
  unit: z.string(),
  basis: basisSchema,
  evidenceIds: z.array(z.string()),
  /** `stated` by the caller, or the `default` of the method. */
  origin: z.enum(["stated", "default"]),
  editable: z.literal(true),
});
export type Assumption = z.infer<typeof assumptionSchema>;
