/** How large a market is, counted from its customers up, from numbers that somebody states as ranges. */
import * as z from "zod";
import { currencySchema } from "../money.ts";

const amount = z.number().min(0).max(1e15);

/** A stated number: known, or from `low` to `high` with the likeliest `mode`, or eight times in ten between `p10` and `p90`. */
export const uncertainSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("fixed"), value: amount }),
  z.object({ kind: z.literal("pert"), low: amount, mode: amount, high: amount }),
  z.object({ kind: z.literal("lognormal"), p10: amount, p90: amount }),
]);
export type Uncertain = z.infer<typeof uncertainSchema>;

export const marketSizeRequestSchema = z.object({
  /** Everyone who has the problem. */
  customers: uncertainSchema,
  currency: currencySchema,
  /** What one of them pays a month, in minor units of the currency. */
  monthlyPrice: uncertainSchema,
  /** Share of the customers that product, language and channels can serve, 0 to 1. */
  serviceable: uncertainSchema,
  /** Share of these that can be won, 0 to 1. */
  obtainable: uncertainSchema,
  /** Somebody else's figure for the whole market, minor units a year: compared with ours, never part of it. */
  topDown: z.int().min(0).optional(),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(1),
});
export type MarketSizeRequest = z.input<typeof marketSizeRequestSchema>;

const minor = z.number();
/** Percentiles of the simulated outcomes, with the standard errors that their number leaves. */
export const spreadSchema = z.object({
  mean: minor,
  meanError: minor,
  p5: minor,
  p10: minor,
  p25: minor,
  p50: minor,
  p50Error: minor,
  p75: minor,
  p90: minor,
  p95: minor,
});
export type Spread = z.infer<typeof spreadSchema>;

/** All amounts are minor units of `currency` a year. */
export const marketSizeSchema = z.object({
  currency: currencySchema,
  /** TAM: all customers at the price. */
  total: spreadSchema,
  /** SAM: of these, the ones that can be served. */
  serviceable: spreadSchema,
  /** SOM: of these, the ones that can be won. */
  obtainable: spreadSchema,
  /** `ratio`: the stated figure over our median of the whole market, `low` and `high` over its 95th and 5th percentile; null: without bound. */
  topDown: z
    .object({ stated: minor, ratio: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable(), agrees: z.boolean() })
    .optional(),
  /** What the obtainable market would be with one input at its 10th and 90th percentile and the others at their medians; widest first. */
  swings: z.array(z.object({ name: z.string(), atLow: minor, atHigh: minor, swing: minor })),
  method: z.string(),
  seed: z.int(),
  samples: z.int(),
});
export type MarketSize = z.infer<typeof marketSizeSchema>;
