/** Whether more or fewer people write about something as time goes on: monthly counts, trend, and the latest quarter against the year before. */
import * as z from "zod";
import { proportionSchema } from "./niche-figures.ts";

/**
 * `too-few`: fewer than 20 counted in whole months; `too-short`: fewer than 8 whole months; `no-trend`: none could be told from chance at 5 %.
 * These three are no statement that demand is steady.
 */
export const demandClasses = ["rising", "falling", "no-trend", "too-short", "too-few"] as const;
export type DemandClass = (typeof demandClasses)[number];

export const demandTrendSchema = z.object({
  /** Change of the monthly count in one month (Sen's slope), 95 % interval. */
  slope: z.number(),
  low: z.number(),
  high: z.number(),
  /** Height of the trend line in the first month. */
  start: z.number(),
  /** Change of the monthly count in a year as a share of the mean count: 0.5 is half of it more. */
  yearly: z.object({ value: z.number(), low: z.number(), high: z.number() }),
  /** Two-sided, of the Mann-Kendall test that `method` names. */
  p: z.number().min(0).max(1),
  /** Holm's p among the themes that were tested together; absent where one series was tested alone. */
  adjustedP: z.number().min(0).max(1).optional(),
  method: z.string(),
});
export type DemandTrend = z.infer<typeof demandTrendSchema>;

const periodSchema = z.object({ count: z.int().min(0), months: z.int().min(1) });

export const demandVelocitySchema = z.object({
  /** Monthly rate of the last three whole months over that of the twelve before; null when nothing was counted then. */
  ratio: z.number().min(0).nullable(),
  low: z.number().min(0),
  /** Null: without bound. */
  high: z.number().min(0).nullable(),
  p: z.number().min(0).max(1),
  recent: periodSchema,
  before: periodSchema,
  /** Variance of the months over their mean, within the two periods: 1 of independent texts, more where they come in bursts. Null where a period counted nothing. */
  dispersion: z.number().min(0).nullable().optional(),
  method: z.string(),
});
export type DemandVelocity = z.infer<typeof demandVelocitySchema>;

export const growthSchema = z.object({
  /** Change a period: 0.01 is one per cent. */
  rate: z.number(),
  low: z.number(),
  /** Null: without bound. */
  high: z.number().nullable(),
  /** Probability of the interval: 0.95. */
  level: z.number(),
  /** Share of the logarithms' variance that the line explains. */
  r2: z.number(),
  /** Added to every count so that zeros have a logarithm; 0 where there are none. */
  offset: z.number(),
  /** Periods. */
  n: z.int(),
  method: z.string(),
});
export type Growth = z.infer<typeof growthSchema>;

export const changePointSchema = z.object({
  /** Place, from 0, of the last period before the change. */
  last: z.int(),
  /** Pettitt's statistic. */
  k: z.number(),
  /** Two-sided, approximate. A steady trend makes it small too. */
  p: z.number(),
  /** Periods. */
  n: z.int(),
  method: z.string(),
});

export const forecastSchema = z.object({
  method: z.string(),
  /** One value for each period ahead. */
  mean: z.array(z.number()),
  low: z.array(z.number()),
  high: z.array(z.number()),
  /** Probability of these limits, if the method is right: 0.95. */
  level: z.number(),
  /** Narrower limits, of 0.8. */
  inner: z.object({ low: z.array(z.number()), high: z.array(z.number()), level: z.number() }),
});

/**
 * How the methods did at past moments, best first: MASE below 1 beats "the same as a season ago", and 95 % of the `n` moments had one within
 * `maseInterval` (absent of tests of before it was kept); `coverage` of the 95 % limits, `innerCoverage` of the 80 % ones.
 */
export const backTestSchema = z.object({
  origins: z.int(),
  horizon: z.int(),
  methods: z.array(
    z.object({
      method: z.string(),
      mase: z.number(),
      maseInterval: z.object({ low: z.number(), high: z.number(), n: z.int() }).optional(),
      coverage: proportionSchema,
      innerCoverage: proportionSchema,
    }),
  ),
});

export const maxMonths = 120;

/** Texts of one month that are named at most, and of all months together: where there are more than twelve, a month names fewer. */
export const [maxMonthTexts, maxDemandTexts] = [20, 240] as const;
const monthTextsSchema = z.object({
  month: z.string().regex(/^\d{4}-\d{2}$/),
  /** Different texts that somebody wrote in it. */
  texts: z.int().min(1),
  /** The first of them by id, which is an even choice since ids are digests. */
  evidenceIds: z.array(z.string()).min(1).max(maxMonthTexts),
});

export const demandFigures = ["growth", "change-point", "season", "forecast"] as const;

export const demandSchema = z.object({
  class: z.enum(demandClasses),
  /** What the counts count: distinct authors in each month, or texts where the source names no authors. */
  unit: z.enum(["authors", "texts"]),
  /** Sum of `counts`. */
  n: z.int().min(0),
  /** Texts that carry no date. */
  undated: z.int().min(0),
  /** Texts with a date outside the months counted: in the incomplete first and last month, or far off. */
  outside: z.int().min(0),
  /** First whole month, `2025-03`; absent when there is none. */
  from: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional(),
  /** One count a month from `from` on, at most `maxMonths`. */
  counts: z.array(z.int().min(0)),
  /** Different texts behind the counts. This, `evidence` and `assumptions` are absent in analyses of before they were kept. */
  texts: z.int().min(0).optional(),
  /** Of each month in which something was counted, what was written then; oldest first. */
  evidence: z.array(monthTextsSchema).max(maxMonths).optional(),
  assumptions: z.array(z.string()).optional(),
  /** Absent for `too-short` and `too-few`. */
  trend: demandTrendSchema.optional(),
  /** Absent below fifteen whole months, or when nothing was counted in them. */
  velocity: demandVelocitySchema.optional(),
  /** By a line through the logarithms of the monthly counts. From eight months and twenty counted on, as is the change point. */
  growth: growthSchema.optional(),
  /** Where the level of the counts is likeliest to have changed. It did, as far as can be told, where `changed`. */
  changePoint: changePointSchema
    .extend({
      /** First month of the new level. */
      month: z.string().regex(/^\d{4}-\d{2}$/),
      /** Mean count a month before it, and from it on. */
      before: z.number().min(0),
      after: z.number().min(0),
      /** Holm's p among the themes that were tested together. */
      adjustedP: z.number().min(0).max(1).optional(),
      changed: z.boolean(),
    })
    .optional(),
  /** How much of the variation is season, and trend: 0 none, 1 all. From two years on. */
  season: z
    .object({ strength: z.number().min(0).max(1), trendStrength: z.number().min(0).max(1), n: z.int(), method: z.string() })
    .optional(),
  /** Of the niche as a whole: how its counts may go on. Counts are never below 0, so the limits are cut there. */
  forecast: forecastSchema
    .extend({
      /** First month that is forecast. */
      from: z.string().regex(/^\d{4}-\d{2}$/),
      /** Months of a season in it: 12, or 1 where the past is too short for one. */
      period: z.int(),
      /** Months that it rests on. */
      n: z.int(),
      seed: z.int(),
      test: backTestSchema,
    })
    .optional(),
  /** Which of the four figures above are not given, and by which rule. Absent, with them, in analyses of before they were computed. */
  absent: z.array(z.object({ figure: z.enum(demandFigures), rule: z.string() })).optional(),
});
export type Demand = z.infer<typeof demandSchema>;
