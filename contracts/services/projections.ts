/** Revenue projections as the Monetization service computes them. */
import * as z from "zod";
import { filledText } from "../filled-text.ts";
import { idSchema } from "../ids.ts";
import { currencySchema, moneySchema } from "../money.ts";
import { assumptionSchema, estimateSchema } from "./estimate.ts";

/** A rate counted rather than guessed: 12 of 240. Its range and its draws come from the Beta posterior. */
export const countedRateSchema = z
  .object({ successes: z.int().min(0), trials: z.int().min(1), evidenceIds: z.array(z.string().min(1).max(200)).max(200).default([]) })
  .refine(({ successes, trials }) => successes <= trials, "successes ≤ trials must hold");

const rateSchema = z.union([estimateSchema(0, 1), countedRateSchema]);

/** Monthly rates and counts of the user model. */
export const projectionInputsSchema = z.object({
  /** Users (free) at the start. */
  initialUsers: z.int().min(0).max(1e8).default(0),
  /** New users in the first month. */
  acquisition: estimateSchema(0, 1e7).default(50),
  /** Monthly growth of acquisition, 0.05 = 5 %. */
  acquisitionGrowth: estimateSchema(-0.5, 1).default(0.05),
  /** Share of the free users of a month's start who start paying in it. */
  conversion: rateSchema.default(0.2),
  /** Share of users, free and paying alike, who leave in a month. */
  churn: rateSchema.default(0.05),
});

/** A tier's monthly price in minor units and its share of the paying users. */
export const tierPriceSchema = z.object({
  tier: filledText(60),
  minor: z.int().min(0).max(1e9),
  share: z.number().min(0).max(1),
});

export const projectRevenueRequestSchema = z.object({
  commandId: z.string().min(1).max(200),
  nicheId: idSchema("niche").optional(),
  /** The recommendation that the prices come from. */
  priceId: idSchema("price").optional(),
  evidenceIds: z.array(z.string().min(1).max(200)).max(500).default([]),
  inputs: projectionInputsSchema.prefault({}),
  currency: currencySchema,
  prices: z
    .array(tierPriceSchema)
    .min(1)
    .max(10)
    .refine((tiers) => Math.abs(tiers.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-6, "the shares must add up to 1"),
  /** Same seed, same inputs: same bytes. */
  seed: z.int().min(0).max(4_294_967_295),
  /** Simulated futures. */
  paths: z.int().min(100).max(20_000).default(10_000),
  months: z.int().min(1).max(60).default(36),
  /** Monthly recurring revenue to reach, minor units. */
  targetMrr: z.int().min(1).max(1e13).optional(),
  /** `expected`: fractions of users are carried. `whole-users`: everything is rounded down every month, as the predecessor did. */
  arithmetic: z.enum(["expected", "whole-users"]).default("expected"),
});
export type ProjectRevenueRequest = z.input<typeof projectRevenueRequestSchema>;
export type ProjectRevenueInput = z.output<typeof projectRevenueRequestSchema>;

/** One month of the deterministic series. Users are whole; money is minor units of the projection's currency. */
export const projectedMonthSchema = z.object({
  month: z.int(),
  newUsers: z.int(),
  total: z.int(),
  free: z.int(),
  paid: z.int(),
  /** Paying users per tier, in the order of the prices. */
  tiers: z.array(z.int()),
  mrr: z.int(),
  cumulative: z.int(),
});
export type ProjectedMonth = z.infer<typeof projectedMonthSchema>;

/** Quantiles over the simulated futures, minor units. */
export const bandSchema = z.object({
  mean: z.int(),
  /** Standard error of the mean: what more paths would still change. */
  meanError: z.int(),
  p5: z.int(),
  p10: z.int(),
  p25: z.int(),
  p50: z.int(),
  /** Standard error of the median. */
  p50Error: z.int(),
  p75: z.int(),
  p90: z.int(),
  p95: z.int(),
});
export type Band = z.infer<typeof bandSchema>;

export const fanMonthSchema = z.object({ month: z.int(), mrr: bandSchema, cumulative: bandSchema });
export type FanMonth = z.infer<typeof fanMonthSchema>;

export const targetOutlookSchema = z.object({
  mrr: moneySchema,
  /** Share of futures with MRR ≥ target in each month, first month first. */
  probability: z.array(z.number().min(0).max(1)),
  /** The same in the last month, and its Monte Carlo standard error. */
  probabilityAtEnd: z.number().min(0).max(1),
  standardError: z.number(),
  /** Share of futures that reach the target at some time. */
  everReached: z.number().min(0).max(1),
  /** First month by which half of the futures have reached it; null when fewer than half ever do. */
  medianMonth: z.int().nullable(),
});
export type TargetOutlook = z.infer<typeof targetOutlookSchema>;

export const projectionSummarySchema = z.object({
  id: idSchema("projection"),
  nicheId: z.string().optional(),
  priceId: z.string().optional(),
  currency: currencySchema,
  months: z.int(),
  paths: z.int(),
  seed: z.int(),
  /** MRR in the last month. */
  mrrAtEnd: z.object({ p5: moneySchema, p50: moneySchema, p95: moneySchema, deterministic: moneySchema }),
  target: z.object({ mrr: moneySchema, probabilityAtEnd: z.number(), medianMonth: z.int().nullable() }).optional(),
  createdAt: z.iso.datetime(),
});
export type ProjectionSummary = z.infer<typeof projectionSummarySchema>;

export const revenueProjectionSchema = projectionSummarySchema.extend({
  evidenceIds: z.array(z.string()),
  arithmetic: z.enum(["expected", "whole-users"]),
  prices: z.array(tierPriceSchema),
  deterministic: z.array(projectedMonthSchema),
  fan: z.array(fanMonthSchema),
  target: targetOutlookSchema.optional(),
  assumptions: z.array(assumptionSchema),
  warnings: z.array(z.string()),
  method: z.string(),
});
export type RevenueProjection = z.infer<typeof revenueProjectionSchema>;

export const lifetimeValueRequestSchema = z.object({
  currency: currencySchema,
  /** Average monthly revenue per paying user, minor units. */
  arpu: z.int().min(0).max(1e9),
  /** Monthly churn. */
  churn: z.number().min(0).max(1),
  /** Monthly discount rate. */
  discountRate: z.number().min(0).max(1).default(0),
  grossMargin: z.number().min(0).max(1).default(0.8),
  /** Cost of winning one paying user, minor units. */
  acquisitionCost: z.int().min(0).max(1e9).optional(),
});
export type LifetimeValueRequest = z.input<typeof lifetimeValueRequestSchema>;

export const lifetimeValueSchema = z.object({
  arpu: moneySchema,
  churn: z.number(),
  /** 1 / churn; null without churn: the lifetime has no end. */
  averageLifetimeMonths: z.number().nullable(),
  /** ARPU / churn; null without churn. */
  lifetimeValue: moneySchema.nullable(),
  /** ARPU × the lifetime cut at 12, 36, 60 months (the predecessor's figures). */
  oneYearValue: moneySchema,
  threeYearValue: moneySchema,
  fiveYearValue: moneySchema,
  /** Expected, survival-weighted and discounted income over the same spans: ARPU × Σ ((1 − churn)/(1 + rate))^t. */
  expected: z.object({ oneYear: moneySchema, threeYears: moneySchema, fiveYears: moneySchema, forever: moneySchema.nullable() }),
  /** Months until the margin pays the acquisition cost; null when it never does or no cost was given. */
  paybackMonths: z.number().nullable(),
});
export type LifetimeValue = z.infer<typeof lifetimeValueSchema>;
