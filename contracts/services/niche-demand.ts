/** Whether more or fewer people write about something as time goes on: monthly counts, trend, and the latest quarter against the year before. */
import * as z from "zod";

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
  method: z.string(),
});
export type DemandVelocity = z.infer<typeof demandVelocitySchema>;

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
  /** Absent for `too-short` and `too-few`. */
  trend: demandTrendSchema.optional(),
  /** Absent below fifteen whole months, or when nothing was counted in them. */
  velocity: demandVelocitySchema.optional(),
});
export type Demand = z.infer<typeof demandSchema>;

export const maxMonths = 120;
