/** A text made by the Marketing service: what it says, what each sentence rests on, how it reads, and who wrote it. */
import * as z from "zod";

export const needsProof = "[needs proof]";

export const sentenceSchema = z.object({
  text: z.string(),
  /** True when it asserts something about people, products or numbers. */
  claim: z.boolean(),
  /** What it rests on: evidence ids, or the id of a stored price. Never empty for a claim. */
  evidenceIds: z.array(z.string()),
});
export type Sentence = z.infer<typeof sentenceSchema>;

/** What was taken out of a text because nothing supports it. */
export const unprovenSchema = z.object({
  removed: z.string(),
  sentence: z.string(),
  reason: z.enum(["number", "quotation", "boast", "claim-without-evidence"]),
});
export type Unproven = z.infer<typeof unprovenSchema>;

export const textCountsSchema = z.object({
  words: z.int(),
  sentences: z.int(),
  syllables: z.int(),
  letters: z.int(),
  /** Everything but white space. */
  characters: z.int(),
  /** Words of three syllables or more. */
  polysyllables: z.int(),
});
export type TextCounts = z.infer<typeof textCountsSchema>;

export const readabilityScoresSchema = z.object({
  /** Flesch reading ease: higher is easier, about 60 to 70 is plain English. The others are US school grades. */
  fleschReadingEase: z.number(),
  fleschKincaidGrade: z.number(),
  gunningFog: z.number(),
  smog: z.number(),
  automatedReadabilityIndex: z.number(),
  colemanLiau: z.number(),
});
export type ReadabilityScores = z.infer<typeof readabilityScoresSchema>;

/** Shares are of sentences; rates are per 100 words. */
export const toneSchema = z.object({
  questionShare: z.number(),
  exclamationShare: z.number(),
  passiveShare: z.number(),
  secondPersonRate: z.number(),
  firstPersonRate: z.number(),
  hedgeRate: z.number(),
  urgencyRate: z.number(),
});
export type Tone = z.infer<typeof toneSchema>;

export const textReportSchema = z.object({
  counts: textCountsSchema,
  scores: readabilityScoresSchema,
  tone: toneSchema,
  /** Where a score means less than it seems: too short a text, not English. */
  warnings: z.array(z.string()),
});
export type TextReport = z.infer<typeof textReportSchema>;

export const contentSourceSchema = z.object({ kind: z.literal("template"), name: z.string(), version: z.string() });

export const contentSchema = z.object({
  kind: z.enum(["landing-page", "post"]),
  title: z.string(),
  /** Description for search results. */
  summary: z.string(),
  /** Last part of the address, `stop-losing-edits`. */
  slug: z.string(),
  markdown: z.string(),
  /** An `<article>`; every text in it is escaped, every claim carries `data-evidence`. */
  html: z.string(),
  sentences: z.array(sentenceSchema),
  readability: readabilityScoresSchema,
  tone: toneSchema,
  /** How well the leading keyword is placed, 0 to 100. */
  keyword: z.object({ phrase: z.string(), score: z.number() }).optional(),
  unproven: z.array(unprovenSchema),
  /** False while `[needs proof]` is in the text. */
  publishable: z.boolean(),
  producedBy: contentSourceSchema,
});
export type Content = z.infer<typeof contentSchema>;
