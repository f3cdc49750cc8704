/** Sums about a market that store nothing: what is asked is stated in full, and what comes back says how sure it is. */
import * as z from "zod";
import { backTestSchema, changePointSchema, forecastSchema, growthSchema } from "./niche-demand.ts";
import { proportionSchema } from "./niche-figures.ts";

const seed = z
  .int()
  .min(0)
  .max(2 ** 31 - 1)
  .default(1);
const name = z.string().min(1).max(200);

/** What is computed for each of them is bounded, not only how much is sent. */
function distinct(names: readonly string[]): number {
  return new Set(names).size;
}

const seriesSchema = z.array(z.number().min(0).max(1e12)).min(3).max(600);

export const forecastRequestSchema = z.object({
  /** One count a period, oldest first, without gaps. */
  counts: seriesSchema,
  /** Periods of a season: 12 for months. */
  period: z.int().min(2).max(52).default(12),
  /** Periods ahead. */
  horizon: z.int().min(1).max(60).default(12),
  seed,
});
export const demandForecastSchema = z.object({
  /** Absent where the series is too short to test any method on its own past. */
  forecast: forecastSchema.optional(),
  test: backTestSchema.optional(),
  /** Change a period by a line through the logarithms; absent below three periods. */
  growth: growthSchema.optional(),
  /** The moment at which the level is most likely to have changed (Pettitt 1979); a steady trend makes it significant too. */
  changePoint: changePointSchema.optional(),
});

const mentionSchema = z.object({ competitor: name, author: name.optional() });
export const concentrationRequestSchema = z.object({
  /** Who was written about, one entry a text. */
  mentions: z
    .array(mentionSchema)
    .min(1)
    .max(20_000)
    .refine((all) => distinct(all.map(({ competitor }) => competitor)) <= 500, { message: "at most 500 competitors" }),
  seed,
});
export const concentrationBands = ["unconcentrated", "moderate", "high"] as const;
export const concentrationSchema = z.object({
  /** Herfindahl-Hirschman index, 0 to 10,000, with a 95 % bootstrap over authors. */
  index: z.number(),
  low: z.number(),
  high: z.number(),
  band: z.enum(concentrationBands),
  /** Bands that the interval touches. */
  possibleBands: z.array(z.enum(concentrationBands)),
  /** As many competitors of equal size would have the same index. */
  equivalents: z.number(),
  shares: z.array(z.object({ competitor: z.string(), mentions: z.int(), share: z.number() })),
  n: z.int(),
  method: z.string(),
});

export const whiteSpaceRequestSchema = z.object({
  products: z
    .array(z.object({ name, price: z.number().positive().max(1e12), features: z.number().min(0).max(1e6) }))
    .min(3)
    .max(100),
});
const range = z.object({ low: z.number(), high: z.number() });
const regionSchema = z.object({ price: range, features: range, share: z.number(), dominatedBy: z.array(z.string()) });
export const whiteSpaceSchema = z.object({
  largest: regionSchema,
  /** The largest whose middle no product dominates. */
  undominated: regionSchema.optional(),
  method: z.string(),
});

export const underservedRequestSchema = z.object({
  mentions: z
    .array(z.object({ theme: name, competitor: name, unit: name, complains: z.boolean() }))
    .min(1)
    .max(20_000)
    .refine((all) => distinct(all.map(({ theme }) => theme)) <= 80, { message: "at most 80 themes" })
    .refine((all) => distinct(all.map(({ competitor }) => competitor)) <= 30, { message: "at most 30 competitors" }),
  /** Competitors with the most people that have to fail before a theme counts as underserved. */
  leaders: z.int().min(1).max(20).default(3),
});
export const underservedSchema = z.object({
  leaders: z.array(z.string()),
  themes: z.array(
    z.object({
      theme: z.string(),
      cells: z.array(z.object({ competitor: z.string(), complaint: proportionSchema })),
      underserved: z.boolean(),
      unknown: z.array(z.string()),
    }),
  ),
  method: z.string(),
});

export const keywordsRequestSchema = z.object({
  keywords: z
    .array(
      z.object({
        keyword: name,
        /** 0 to 100, as the exporting tool computed it. */
        difficulty: z.number().min(0).max(100).optional(),
        /** Of each page in the first ten results: how many domains link to it. */
        referringDomains: z.array(z.number().min(0).max(1e9)).max(10).optional(),
      }),
    )
    .min(1)
    .max(5_000),
  /** Linking domains at which the proxy is 100. */
  maxDomains: z.int().min(2).max(1e9).default(10_000),
});
export const keywordDifficultiesSchema = z.object({
  keywords: z.array(z.object({ keyword: z.string(), difficulty: z.number().optional(), basis: z.enum(["export", "proxy", "unknown"]) })),
  calibration: z.object({ rho: z.number(), low: z.number(), high: z.number(), n: z.int() }).optional(),
  method: z.string(),
});

export const weightsRequestSchema = z.object({
  /** `judgements[i][j]`: how many times more criterion i matters than j; `judgements[j][i]` is its reciprocal. */
  judgements: z
    .array(z.array(z.number().positive().max(1e6)).min(1).max(10))
    .min(1)
    .max(10),
});
export const weightingSchema = z.object({
  /** In the order of the criteria, adding up to 1. */
  weights: z.array(z.number()),
  lambdaMax: z.number(),
  consistencyIndex: z.number(),
  consistencyRatio: z.number(),
  /** The ratio is at most 0.1. */
  consistent: z.boolean(),
  /** The judgement that fits the others least, and what they suggest. */
  revise: z.object({ first: z.int(), second: z.int(), judged: z.number(), suggested: z.number() }).optional(),
  method: z.string(),
});

const rating = z.int().min(1).max(5);
export const outcomesRequestSchema = z.object({
  /** One entry a respondent of one segment: the outcomes that they rated, each 1 to 5. */
  respondents: z
    .array(z.record(name, z.object({ importance: rating, satisfaction: rating })))
    .min(1)
    .max(5_000)
    .refine((all) => distinct(all.flatMap((answers) => Object.keys(answers))) <= 30, { message: "at most 30 outcomes" }),
  seed,
});
export const outcomeBands = ["extreme", "high", "underserved", "served"] as const;
export const outcomesSchema = z.object({
  grade: z.literal("survey"),
  method: z.string(),
  /** Highest score first. */
  outcomes: z.array(
    z.object({
      outcome: z.string(),
      importance: z.number(),
      satisfaction: z.number(),
      /** 95 %, as of the score. */
      importanceInterval: range,
      satisfactionInterval: range,
      score: z.number(),
      low: z.number(),
      high: z.number(),
      band: z.enum(outcomeBands),
      possibleBands: z.array(z.enum(outcomeBands)),
      n: z.int(),
    }),
  ),
  /** `ranks[i][r]`: probability that the i-th outcome has rank r + 1. */
  ranks: z.array(z.array(z.number())),
  /** `above[i][j]`: probability that the i-th outcome scores higher than the j-th, equal scores counting half. */
  above: z.array(z.array(z.number())),
});
