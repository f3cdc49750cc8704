/** Who says it: groups of people by what their texts' files say of them, and by the areas that they write about, held against the themes. */
import * as z from "zod";
import { proportionSchema } from "./niche-figures.ts";

/** Bounds of one answer: segments, themes of a segment, texts of a theme of a segment. */
export const [maxSegments, maxSegmentThemes, maxSegmentTexts] = [40, 8, 20] as const;
/** People of a segment, and of the others, below which nothing is said of it. */
export const fewestPeople = 10;
/** Adjusted p up to which a difference is called one. */
export const segmentLevel = 0.05;

/**
 * `value`: who has one value of an attribute. `pair`: who has one value of each of two attributes. `area`: who writes about the themes of an
 * area; held against all other themes.
 */
export const segmentKinds = ["value", "pair", "area"] as const;

export const segmentThemeSchema = z.object({
  themeId: z.string(),
  label: z.string(),
  /** Of the people of the segment, those who write about the theme. */
  share: proportionSchema,
  /** The same of the others: people of whom the attribute is known to be something else. */
  others: proportionSchema,
  /** Share ÷ the others' share with its 95 % interval; `value` and `high` null where none of the others does: without bound. */
  lift: z.object({ value: z.number().min(0).nullable(), low: z.number().min(0), high: z.number().min(0).nullable() }),
  /** Two-sided, of Fisher's exact test. */
  p: z.number().min(0).max(1),
  /** The same after Benjamini and Hochberg, among all tests of the answer: of what is called a difference at 0.05, one in twenty is none. */
  adjustedP: z.number().min(0).max(1),
  /** `same`: no difference could be told from chance, which does not say that there is none. */
  difference: z.enum(["more", "less", "same"]),
  /** Of those of the segment who write about the theme, those who complain in it, and the same of the others; absent in analyses of before this was kept. */
  complaint: proportionSchema.optional(),
  othersComplaint: proportionSchema.optional(),
  /** What they wrote on it, complaints first, at most twenty texts of `texts`. */
  evidenceIds: z.array(z.string()).max(maxSegmentTexts),
  texts: z.int().min(0),
});
export type SegmentTheme = z.infer<typeof segmentThemeSchema>;

export const segmentSchema = z.object({
  /** `seg_` and 16 hexadecimal digits, made of what the segment is. */
  id: z.string().regex(/^seg_[0-9a-f]{16}$/),
  kind: z.enum(segmentKinds),
  label: z.string(),
  /** Values that its people have; empty for an area. */
  attributes: z.array(z.object({ name: z.string(), value: z.string() })).max(2),
  /** Themes of the area; absent otherwise. */
  themeIds: z.array(z.string()).optional(),
  /** People, of those of whom it is known. */
  share: proportionSchema,
  /** Texts of theirs. */
  texts: z.int().min(0),
  /** What they write about more than the others, then less, then most. */
  themes: z.array(segmentThemeSchema).max(maxSegmentThemes),
});
export type Segment = z.infer<typeof segmentSchema>;

export const segmentsSchema = z.object({
  /** Surest difference first, then the largest. */
  segments: z.array(segmentSchema).max(maxSegments),
  /** Attributes of the texts that the analysis read, and how many people are known by each. */
  attributes: z.array(z.object({ name: z.string(), people: z.int().min(0), values: z.int().min(0) })),
  unit: z.enum(["authors", "texts"]),
  /** All of them. */
  people: z.int().min(0),
  /** Comparisons made, over which p is adjusted. */
  tests: z.int().min(0),
  /** Values and pairs with too few people, or too few others, to say anything. */
  tooSmall: z.int().min(0),
  method: z.string(),
});
export type Segments = z.infer<typeof segmentsSchema>;
