/** What people ask for beyond complaining: by the words with which they ask. */
import * as z from "zod";
import { proportionSchema, quoteSchema } from "./niche-figures.ts";

/**
 * Most telling for a founder first. `willingness-to-pay`: would pay, or finds it worth the price. `alternative`: looks for something else.
 * `workaround`: has put something together in its place. `feature-request`: wants something added. `how-to`: does not find the way.
 * `bug`: it does not do what it should.
 */
export const needKinds = ["willingness-to-pay", "alternative", "workaround", "feature-request", "how-to", "bug"] as const;
export type NeedKind = (typeof needKinds)[number];

export const needSchema = z.object({
  kind: z.enum(needKinds),
  /** Of the texts, those that voice it. */
  share: proportionSchema,
  /** Sentences that do, of different texts. */
  quotes: z.array(quoteSchema).min(1),
});
export type Need = z.infer<typeof needSchema>;
