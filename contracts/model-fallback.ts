/** What is asked when the version that an alias means could not answer. */
import * as z from "zod";

/**
 * Which version answers when the one asked for could not. All but `specified-list` keep to versions whose answers have the same shape: as many
 * numbers a vector, the same labels.
 * - `none`: no other.
 * - `default`: what the alias `default-<task>` means.
 * - `similar-model`: the one that shares most capabilities.
 * - `model-type`: the newest for the same task.
 * - `capability`: the newest that has all of `capabilities`.
 * - `specified-list`: those of `models`, in their order.
 * - `size-tier`: the largest that is smaller.
 * - `any-available`: any that a node serves now, the least busy first.
 */
export const fallbackStrategies = [
  "none",
  "default",
  "similar-model",
  "model-type",
  "capability",
  "specified-list",
  "size-tier",
  "any-available",
] as const;
export type FallbackStrategy = (typeof fallbackStrategies)[number];

export const fallbackPolicySchema = z
  .object({
    /** Asked in this order. */
    strategies: z.array(z.enum(fallbackStrategies)).min(1).max(fallbackStrategies.length),
    /** Versions that one call asks at most, the first included. */
    maxAttempts: z.int().min(1).max(5).default(3),
    /** Of `specified-list`: aliases, names or `name@version`. */
    models: z.array(z.string().min(1).max(400)).max(16).default([]),
    /** Of `capability`. */
    capabilities: z.array(z.string().min(1).max(100)).max(16).default([]),
    /** Only versions of these providers, those named first preferred; empty: of all. */
    providers: z.array(z.string().min(1).max(100)).max(16).default([]),
  })
  .refine(({ strategies }) => !strategies.includes("none") || strategies.length === 1, {
    path: ["strategies"],
    message: "`none` stands alone",
  })
  .refine(({ strategies, models }) => !strategies.includes("specified-list") || models.length > 0, {
    path: ["models"],
    message: "`specified-list` needs at least one model",
  })
  .refine(({ strategies, capabilities }) => !strategies.includes("capability") || capabilities.length > 0, {
    path: ["capabilities"],
    message: "`capability` needs at least one capability",
  });
export type FallbackPolicy = z.infer<typeof fallbackPolicySchema>;
/** As it is given, before its defaults are filled in. */
export type FallbackRequest = z.input<typeof fallbackPolicySchema>;
