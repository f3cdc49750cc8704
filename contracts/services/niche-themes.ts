/** What the evidence of a niche is about: themes with their size, complaints, quotes and how far each number can be trusted. */
import * as z from "zod";
import { demandSchema } from "./niche-demand.ts";
import { proportionSchema, quoteSchema, shrunkShareSchema } from "./niche-figures.ts";
import { needSchema, voicedNeedSchema } from "./niche-needs.ts";
import { textOutcomeSchema } from "./niche-text-outcome.ts";

export const severities = ["high", "medium", "low"] as const;
export type Severity = (typeof severities)[number];

/** How sure the strength of complaints and the severity of a theme are, by a bootstrap over conversations, authors or texts: `method` says which. */
export const surenessSchema = z.object({
  /** 95 % interval of the intensity; of `n` complaining texts. */
  intensity: z.object({ low: z.number().min(0).max(1), high: z.number().min(0).max(1), n: z.int().min(0) }),
  /** How often each severity came out, of `samples` resamples. */
  severities: z.partialRecord(z.enum(severities), z.number().min(0).max(1)),
  /** The severity that it is near to: it came out in at least a tenth of the resamples. Absent where the label is clear. */
  near: z.enum(severities).optional(),
  samples: z.int().min(1),
  method: z.string(),
});
export type Sureness = z.infer<typeof surenessSchema>;

const correlation = z.number().min(-1).max(1);
/** How well the terms of a theme's label go together, from −1, never in one text, over 0, as often as chance has it, to 1, always; 95 % interval. */
export const coherenceSchema = z.object({
  value: correlation,
  low: correlation,
  high: correlation,
  /** Texts that it was counted in, those of all themes. */
  n: z.int().min(1),
  /** Pairs of terms that it is the mean of. */
  pairs: z.int().min(1),
  method: z.string(),
});
export type Coherence = z.infer<typeof coherenceSchema>;

export const themeSummarySchema = z.object({
  /**
   * `thm_` and 16 hexadecimal digits derived from the ids of the evidence that it was first found with. A later analysis keeps the id of a
   * theme that goes on.
   */
  id: z.string().regex(/^thm_[0-9a-f]{16}$/),
  label: z.string(),
  /** Most telling first. */
  terms: z.array(z.string()),
  /** Number of texts, each once however often it was written. */
  size: z.int().min(1),
  /** Distinct authors; of texts without a known author each counts as one. */
  distinctAuthors: z.int().min(1),
  /** Of all authors of the niche, those who speak of this theme. */
  share: proportionSchema,
  /** Of the people who speak of this theme, those of whom at least one text complains. */
  complaint: proportionSchema,
  /** `complaint` drawn towards that of the other themes, since small ones vary most by chance; absent below three themes, and before this was computed. */
  complaintShrunk: shrunkShareSchema.optional(),
  /** Mean complaint score of the complaining texts, 0.5 to 1; 0 when none complains. */
  intensity: z.number().min(0).max(1),
  severity: z.enum(severities),
  /** The most representative complaints, or, where nobody complains, the most representative sentences. */
  quotes: z.array(quoteSchema),
  /** Mean largest Jaccard similarity with the themes of bootstrap resamples (Hennig 2007): ≥ 0.75 stable, < 0.6 do not trust. */
  stability: z.number().min(0).max(1).optional(),
  /** Between these lie the similarities of 95 % of `n` resamples; absent in analyses of before they were kept. */
  stabilityInterval: z.object({ low: z.number().min(0).max(1), high: z.number().min(0).max(1), n: z.int().min(1) }).optional(),
  /** Of its terms; absent of a single one, and in analyses of before it was computed. */
  coherence: coherenceSchema.optional(),
  /** What its texts ask for, most telling kind first; absent in analyses of before this was looked for. */
  needs: z.array(needSchema).optional(),
  /** Absent in analyses of before this was computed. */
  sureness: surenessSchema.optional(),
  /** How much there is to win, guessed from texts; absent in analyses of before this was computed. */
  outcome: textOutcomeSchema.optional(),
  /** How often it was written about, month by month; absent in analyses of before this was counted. */
  demand: demandSchema.omit({ evidence: true }).optional(),
});
export type ThemeSummary = z.infer<typeof themeSummarySchema>;

export const themeSchema = themeSummarySchema.extend({
  /** All of its evidence, sorted. */
  evidenceIds: z.array(z.string()),
  /** Places in `evidenceIds` of the texts that complain, strongest first; absent in analyses of before this was kept. */
  complaining: z.array(z.int().min(0)).optional(),
  /** Places of the texts that praise, in order; absent in analyses of before this was looked for. */
  praising: z.array(z.int().min(0)).optional(),
  needs: z.array(voicedNeedSchema).optional(),
  demand: demandSchema.optional(),
});
export type Theme = z.infer<typeof themeSchema>;

/** Suggestions of texts that say the same in other words; until somebody accepts one, both count. */
export const alikeSchema = z.object({
  /** Cosine of the two embeddings from which on a pair is suggested. */
  threshold: z.number(),
  /** Texts that were compared, copies apart. */
  texts: z.int().min(0),
  /** Pairs at or above the threshold among those compared; `pairs` has the most alike of them. */
  found: z.int().min(0),
  pairs: z
    .array(
      z.object({
        evidenceIds: z.array(z.string()).length(2),
        similarity: z.number().min(-1).max(1),
        /** What somebody decided: that they count as one, or that they differ. */
        decision: z.enum(["same", "distinct"]).optional(),
      }),
    )
    .max(100),
  method: z.string(),
});
export type Alike = z.infer<typeof alikeSchema>;

/** How the themes were found and what stayed outside. */
export const themeFindingSchema = z.object({
  method: z.string(),
  seed: z.int(),
  /** Model that embedded the texts, name@version. */
  model: z.string().optional(),
  texts: z.int().min(0),
  distinctAuthors: z.int().min(0),
  /** Whether shares count authors or, because the source names none, texts. */
  unit: z.enum(["authors", "texts"]),
  /** Mean silhouette width (Rousseeuw 1987) of the texts inside themes, cosine distance; −1 to 1. */
  silhouette: z.number(),
  /** Texts that the silhouette is the mean of, and resamples behind `stability`. Absent from findings of earlier versions. */
  silhouetteTexts: z.int().min(0).optional(),
  resamples: z.int().min(0).optional(),
  /** Texts that fit no theme. */
  outliers: z.int().min(0),
  /** Share of the texts that was allowed to stay outside all themes, and the share that did. Absent from findings of earlier versions. */
  outlierShare: z.object({ asked: z.number().min(0).max(1), found: z.number().min(0).max(1) }).optional(),
  /**
   * What repeats an earlier text, word for word (further occurrences of it) or nearly (four fifths of their word triples in common). They
   * count in the theme of their original and make none themselves. Absent from findings of earlier versions.
   */
  copies: z.object({ exact: z.int().min(0), near: z.int().min(0), same: z.int().min(0).optional() }).optional(),
  /** Pairs that may say the same in other words. Absent from findings of earlier versions, and of fewer than eight texts. */
  alike: alikeSchema.optional(),
  /** Changes that people made: how many show in the themes, and the ids of those that found nothing to change. Absent without any. */
  overrides: z.object({ applied: z.int().min(0), dormant: z.array(z.string()) }).optional(),
  /**
   * What the bootstrap behind the severity draws: conversations where the source names them, else authors, else texts; how many of each. Absent
   * in findings of earlier versions, which drew authors, or texts where none was named.
   */
  drawn: z.object({ threads: z.int().min(0), authors: z.int().min(0), texts: z.int().min(0) }).optional(),
  /** Of all people of the niche, those who complain, counted as in a theme. */
  complaint: proportionSchema,
  /** Themes that lie close together, under a name of their own; largest first. Absent where there are fewer than five themes, and before this was looked for. */
  areas: z.array(z.object({ label: z.string(), themeIds: z.array(z.string()), size: z.int().min(1) })).optional(),
  /** Where each theme lies on a map on which near themes are alike: x and y from −1 to 1. */
  places: z.array(z.object({ themeId: z.string(), x: z.number().min(-1).max(1), y: z.number().min(-1).max(1) })).optional(),
});
export type ThemeFinding = z.infer<typeof themeFindingSchema>;
