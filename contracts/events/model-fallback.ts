/** What is asked when an alias's own version could not answer, as it was set. */
import * as z from "zod";
import { fallbackPolicySchema } from "../model-fallback.ts";

export const fallbackSetSchema = z.object({
  alias: z.string(),
  /** Null: nothing. */
  policy: fallbackPolicySchema.nullable(),
  setBy: z.string(),
});
export type FallbackSet = z.infer<typeof fallbackSetSchema>;
