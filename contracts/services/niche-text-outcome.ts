/** The opportunity of a theme as texts let one guess it. Not a survey, and never mixed with one. */
import * as z from "zod";
import { outcomeBands } from "./niche-calculators.ts";

/** What kind of evidence stands behind an opportunity: answers to the two questions, or what texts let one guess. */
export const evidenceGrades = ["survey", "text-proxy"] as const;
export type EvidenceGrade = (typeof evidenceGrades)[number];

/** Themes that each is held against. */
export const comparedOutcomes = 10;

const tenths = z.object({ low: z.number().min(0).max(10), high: z.number().min(0).max(10) });

export const textOutcomeSchema = z.object({
  grade: z.literal("text-proxy"),
  /** 0 to 10: the theme's rank by distinct authors, and how strongly it is complained of. */
  importance: z.number().min(0).max(10),
  /** 0 to 10: ten times the share of its texts that praise; in analyses of before praise was counted, of those that do not complain (`method` says which). */
  satisfaction: z.number().min(0).max(10),
  /** 95 %, as of the score; absent in analyses of before they were kept. */
  importanceInterval: tenths.optional(),
  satisfactionInterval: tenths.optional(),
  /** 0 to 20: importance + max(importance − satisfaction, 0), with its 95 % bootstrap interval; `method` says what was drawn. */
  score: z.number().min(0).max(20),
  low: z.number().min(0).max(20),
  high: z.number().min(0).max(20),
  band: z.enum(outcomeBands),
  /** Bands that the interval touches, most urgent first. */
  possibleBands: z.array(z.enum(outcomeBands)),
  /** Probability of being the first of the niche's themes, over the resamples. */
  first: z.number().min(0).max(1),
  /**
   * Probability of scoring higher than another theme, over the resamples, equal scores counting half: against the highest of the others, at most
   * ten, highest first. Absent in analyses of before this was kept, as are `assumptions`.
   */
  above: z
    .array(z.object({ themeId: z.string(), probability: z.number().min(0).max(1) }))
    .max(comparedOutcomes)
    .optional(),
  /** People behind it. */
  n: z.int().min(0),
  samples: z.int().min(1),
  method: z.string(),
  assumptions: z.array(z.string()).optional(),
});
export type TextOutcome = z.infer<typeof textOutcomeSchema>;
