/** Niches side by side: their order and how settled it is, what would change it, and what is known of each. */
import * as z from "zod";
import { currencySchema } from "../money.ts";
import { concentrationBands, outcomeBands } from "./niche-calculators.ts";
import { demandClasses } from "./niche-demand.ts";
import { proportionSchema } from "./niche-figures.ts";
import { sizeBases } from "./niche-market-figures.ts";
import { spreadSchema } from "./niche-market-size.ts";
import {
  bases,
  factorNames,
  factorSchema,
  marketSchema,
  opportunityBands,
  standingSchema,
  weightingUsedSchema,
} from "./niche-opportunity.ts";

const probability = z.number().min(0).max(1);

/** Probabilities of an order, counted over simulated outcomes; rows and columns in the order of `ranked`. */
export const rankProbabilitiesSchema = z.object({
  /** `ranks[i][r]`: P(the i-th niche has rank r + 1). */
  ranks: z.array(z.array(probability)),
  /** `above[i][j]`: P(the i-th niche scores higher than the j-th), equal scores counting half. */
  above: z.array(z.array(probability)),
});

export const orderSchema = z.object({
  /** With the weights of the score: what is unknown of the niches is the only doubt. */
  stated: rankProbabilitiesSchema,
  /** With weights drawn around those that the organisation set; absent while it uses the product's own. */
  aroundWeights: rankProbabilitiesSchema.optional(),
  /** With every weighting of the six factors equally possible: what remains true whatever one values. */
  anyWeights: rankProbabilitiesSchema,
  samples: z.int().min(1),
  seed: z.int(),
  method: z.string(),
  /** What was assumed in drawing. */
  assumptions: z.array(z.string()).optional(),
});
export type Order = z.infer<typeof orderSchema>;

const weightChangeSchema = z.object({
  criterion: z.enum(factorNames),
  /** Its share of all weights now. */
  weight: probability,
  /** The share at which the first place changes, the other weights keeping their proportions; null: no share does. */
  flipAt: probability.nullable(),
  /** `flipAt` − `weight`; null without it. */
  change: z.number().nullable(),
  /** Who would come first. */
  overtakenBy: z.string().nullable(),
});

const factorChangeSchema = z.object({
  nicheId: z.string(),
  factor: z.enum(factorNames),
  basis: z.enum(bases),
  value: z.number(),
  low: z.number(),
  high: z.number(),
  /** `loses`: the first niche its place, to `against`; `gains`: this niche the first place, from `against`. */
  effect: z.enum(["loses", "gains"]),
  against: z.string(),
  /** Value of the factor at which that happens, all else as it is; null: none from 0 to 1. */
  flipAt: probability.nullable(),
  /** `flipAt` − `value`; null without it. */
  change: z.number().nullable(),
  /** Whether it lies within what is possible: the factor's interval, or, of an assumption, its levels. */
  possible: z.boolean(),
  /** Levels of the assumption at which it happens, with what follows from them (monetization) following. */
  levels: z.array(z.string()),
});

export const rankingChangesSchema = z.object({
  /** Id of the niche that comes first now. */
  first: z.string(),
  /** One a criterion, smallest change first, those without any last. */
  weights: z.array(weightChangeSchema),
  /** Of the first few niches: what is unknown or assumed; smallest change first, those without any last. */
  factors: z.array(factorChangeSchema),
  method: z.string(),
});
export type RankingChanges = z.infer<typeof rankingChangesSchema>;

const month = z.string().regex(/^\d{4}-\d{2}$/);
const part = spreadSchema.pick({ p10: true, p50: true, p90: true });
const behindTable = { tableId: z.string(), fileName: z.string(), rows: z.array(z.int()).max(100), rowCount: z.int().min(0) };
const assumptions = z.array(z.string());

/** What the tables of its market and the ranges that somebody stated say; each absent where nothing does. */
const keptFiguresSchema = z.object({
  /** Minor units of `currency` a year: the median, and the limits between which it lies eight times in ten. */
  size: z
    .object({ currency: currencySchema, total: part, serviceable: part, obtainable: part, method: z.string(), assumptions })
    .optional(),
  /** Herfindahl-Hirschman index, 0 to 10,000. */
  concentration: z
    .object({
      index: z.number(),
      low: z.number(),
      high: z.number(),
      band: z.enum(concentrationBands),
      basis: z.enum(sizeBases),
      n: z.int(),
      method: z.string(),
      assumptions,
      ...behindTable,
    })
    .optional(),
  /** The theme that its leading competitors serve worst, by the one of them who is complained of least; absent where nobody complains of any. */
  worstServed: z
    .object({
      themeId: z.string(),
      theme: z.string(),
      /** True: more than half complain of every leader, also at the lower limit. */
      underserved: z.boolean(),
      competitor: z.string(),
      complaint: proportionSchema,
      evidenceIds: z.array(z.string()),
      /** Texts of the theme that name the competitor, of which `evidenceIds` are the first; absent of counts of before this was kept. */
      texts: z.int().min(1).optional(),
      method: z.string(),
    })
    .optional(),
  /** What everybody in the survey finds most important and worst served, 0 to 20. */
  outcome: z
    .object({
      outcome: z.string(),
      score: z.number(),
      low: z.number(),
      high: z.number(),
      band: z.enum(outcomeBands),
      /** Probability that it is the first. */
      first: probability,
      n: z.int(),
      method: z.string(),
      assumptions,
      ...behindTable,
    })
    .optional(),
});
export type KeptNicheFigures = z.infer<typeof keptFiguresSchema>;

/** What is known of one niche, to be held against the others. */
export const nicheProfileSchema = z.object({
  nicheId: z.string(),
  name: z.string(),
  evidenceCount: z.int().min(0),
  /** Who wrote it: `count` authors, or texts where the source names none; absent before an analysis. */
  people: z.object({ count: z.int().min(0), unit: z.enum(["authors", "texts"]) }).optional(),
  /** The first five, most severe and largest first. */
  themes: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      share: proportionSchema,
      complaint: proportionSchema,
      /** Its texts, and those that are quoted for it. */
      size: z.int().min(1),
      evidenceIds: z.array(z.string()),
    }),
  ),
  themeCount: z.int().min(0),
  /** Of all texts, those that complain. */
  complaint: proportionSchema.optional(),
  demand: z
    .object({
      class: z.enum(demandClasses),
      n: z.int().min(0),
      unit: z.enum(["authors", "texts"]),
      /** Change of the monthly count in a month, 95 % interval. */
      slope: z.object({ value: z.number(), low: z.number(), high: z.number(), method: z.string() }).optional(),
      /** Change a month by a line through the logarithms, 95 % interval; `high` null: without bound. */
      growth: z.object({ value: z.number(), low: z.number(), high: z.number().nullable(), n: z.int(), method: z.string() }).optional(),
      /** Whole months counted, from the first to the last; absent without any. */
      months: z.object({ from: month, to: month }).optional(),
      /** Different texts that were counted, and some of them: of each month one, the latest month first. Absent in analyses of before they were kept, as is `assumptions`. */
      texts: z.int().min(0).optional(),
      evidenceIds: z.array(z.string()).max(20).optional(),
      assumptions: assumptions.optional(),
    })
    .optional(),
  figures: keptFiguresSchema,
  /** What the founder assumes. */
  market: marketSchema,
  factors: z.array(factorSchema),
  standing: standingSchema,
});
export type NicheProfile = z.infer<typeof nicheProfileSchema>;

export const comparisonSchema = z.object({
  /** Highest expected score first; equal scores in the order of their ids. */
  ranked: z.array(
    z.object({
      nicheId: z.string(),
      name: z.string(),
      rank: z.int().min(1),
      /** Expected value over what is unknown. */
      score: z.number(),
      low: z.number(),
      high: z.number(),
      /** Null: not settled, see `standing` of its profile. */
      band: z.enum(opportunityBands).nullable(),
      /** P(it comes first), with the weights of the score; absent with fewer than two niches. */
      first: probability.optional(),
      /** What the product's Python predecessor would say. */
      compatibleScore: z.number().optional(),
      /** False: its interval overlaps the one of the next in rank, so the order between the two is not settled; of the last, always. */
      clearlyAboveNext: z.boolean(),
    }),
  ),
  /** Which weights the scores were made with. */
  weighting: weightingUsedSchema.optional(),
  /** How `ranked` came about. */
  method: z.string().optional(),
  /** Null when nothing was compared. */
  highest: z.number().nullable(),
  lowest: z.number().nullable(),
  average: z.number().nullable(),
  distribution: z.record(z.enum(opportunityBands), z.int().min(0)),
  /** Niches of which too much is unknown for a band. */
  notSettled: z.int().min(0).optional(),
  topRecommendation: z.string().nullable(),
  recommendations: z.array(z.string()),
  /** How settled the order is; absent with fewer than two niches. */
  order: orderSchema.optional(),
  /** What would change the first place; absent with fewer than two niches. */
  changes: rankingChangesSchema.optional(),
  /** In the order of `ranked`. */
  profiles: z.array(nicheProfileSchema).optional(),
});
export type Comparison = z.infer<typeof comparisonSchema>;
