/** Is it coming faster than it used to? The latest quarter against the year before it. */
import { negativeBinomialRatio } from "./negative-binomial.ts";
import { rateRatio, type RateRatio } from "./rate-ratio.ts";

/** Months compared. */
export const recentMonths = 3;
export const earlierMonths = 12;

export interface Velocity extends RateRatio {
  recent: { count: number; months: number };
  before: { count: number; months: number };
  /** Variance of the months within each of the two periods over their mean: above 1 they vary more than Poisson counts do. */
  dispersion: number;
  /** Whether the limits are those of negative binomial counts. */
  widened: boolean;
}

/**
 * Exact rate ratio of the last three months of `counts` (oldest first, one a month) to the twelve before them. Where the months vary more than Poisson
 * counts do, the limits of negative binomial ones count where they are wider, with the larger p. The year before holds every
 * season once and the quarter does not: a seasonal subject speeds up in its season. `undefined` with fewer than 15 months, or nothing counted.
 */
export function velocityOf(counts: readonly number[]): Velocity | undefined {
  if (counts.length < recentMonths + earlierMonths) return undefined;
  const recent = { count: sum(counts.slice(-recentMonths)), months: recentMonths };
  const before = { count: sum(counts.slice(-recentMonths - earlierMonths, -recentMonths)), months: earlierMonths };
  if (recent.count + before.count === 0) return undefined;
  const exact = rateRatio({ count: recent.count, time: recentMonths }, { count: before.count, time: earlierMonths });
  const { dispersion, ratio } = negativeBinomialRatio(
    counts.slice(-recentMonths),
    counts.slice(-recentMonths - earlierMonths, -recentMonths),
  );
  const widened = ratio !== undefined && (ratio.low < exact.low || ratio.high > exact.high);
  const limits =
    ratio && widened ? { low: Math.min(exact.low, ratio.low), high: Math.max(exact.high, ratio.high), p: Math.max(exact.p, ratio.p) } : {};
  return { ...exact, ...limits, recent, before, dispersion, widened };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
