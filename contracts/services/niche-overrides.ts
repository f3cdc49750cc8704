/** What people change about the themes that an analysis found. Kept apart from them, and applied again after every analysis. */
import * as z from "zod";
import { filledText } from "../filled-text.ts";

/** Changes that a niche keeps at most. */
export const maxOverrides = 200;
/** Texts that one change names at most. */
export const maxOverrideTexts = 50;

const themeId = z.string().regex(/^thm_[0-9a-f]{16}$/, "must be the id of a theme, such as thm_0123456789abcdef");
const evidenceIds = z.array(z.string().min(1).max(100)).min(1).max(maxOverrideTexts);
const pair = z
  .array(z.string().min(1).max(100))
  // Both bounds, which the API's description shows; a length it would not.
  .min(2)
  .max(2)
  .refine(([one, other]) => one !== other, { message: "must be two different texts" });

export const overrideSchema = z.discriminatedUnion("kind", [
  /** The theme bears this name, whatever its words are. */
  z.object({ kind: z.literal("rename"), themeId, label: filledText(100) }),
  /** The texts of `from` belong to `into`, which keeps its id and name. */
  z.object({ kind: z.literal("merge"), into: themeId, from: z.array(themeId).min(1).max(20) }),
  /** A new theme of the texts that are more like the named ones than like the rest of `themeId`. */
  z.object({ kind: z.literal("split"), themeId, evidenceIds, label: filledText(100).optional() }),
  /** The named texts, and their copies, belong to `to`; `null`: to no theme. */
  z.object({ kind: z.literal("move"), evidenceIds, to: themeId.nullable() }),
  /** The two texts say the same: the later one is a copy of the earlier one. */
  z.object({ kind: z.literal("same"), evidenceIds: pair }),
  /** The two texts differ, however alike they are: they are not suggested as one any more. */
  z.object({ kind: z.literal("distinct"), evidenceIds: pair }),
]);
export type Override = z.infer<typeof overrideSchema>;

/** A change as the niche keeps it. */
export const keptOverrideSchema = z.object({
  /** `override-1`, `override-2`, … in the order in which they were made, which is that of their application. */
  id: z.string(),
  override: overrideSchema,
  /** The theme that a split makes. */
  newThemeId: themeId.optional(),
});
export type KeptOverride = z.infer<typeof keptOverrideSchema>;

export const listedOverrideSchema = keptOverrideSchema.extend({
  /**
   * `applied`: the themes show it. `pending`: they will, once the work under way is done or there is an analysis. `dormant`: it finds
   * nothing to change, since its theme or texts are not in the latest analysis; it applies again when they are.
   */
  status: z.enum(["applied", "pending", "dormant"]),
});
export type ListedOverride = z.infer<typeof listedOverrideSchema>;
