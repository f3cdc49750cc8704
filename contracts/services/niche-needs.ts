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

/** As people read it: "12 % …". */
export const needWords: Readonly<Record<NeedKind, string>> = {
  "willingness-to-pay": "would pay, or find it worth the price",
  alternative: "look for something else",
  workaround: "help themselves with something put together",
  "feature-request": "ask for something to be added",
  "how-to": "ask how to do it",
  bug: "say that it does not work",
};

export const needSchema = z.object({
  kind: z.enum(needKinds),
  /** Of the people who speak of the theme, those who voice it. */
  share: proportionSchema,
  /** Sentences that do, of different texts. */
  quotes: z.array(quoteSchema).min(1),
});
export type Need = z.infer<typeof needSchema>;

/** A need with all the texts that voice it. */
export const voicedNeedSchema = needSchema.extend({
  /** Their places in the `evidenceIds` of the theme, the most typical first; absent in analyses of before this was kept. */
  places: z.array(z.int().min(0)).optional(),
});
export type VoicedNeed = z.infer<typeof voicedNeedSchema>;
