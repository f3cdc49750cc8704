/** Is it coming faster than it used to? The latest quarter against the year before it. */
import { rateRatio, type RateRatio } from "./rate-ratio.ts";

/** Months compared. */
export const recentMonths = 3;
export const earlierMonths = 12;

export interface Velocity extends RateRatio {
  recent: { count: number; months: number };
  before: { count: number; months: number };
}

/**
 * Exact rate ratio of the last three months of `counts` (oldest first, one a month) to the twelve before them. The year before holds every
 * season once and the quarter does not: a seasonal subject speeds up in its season. `undefined` with fewer than 15 months, or nothing counted.
 */
export function velocityOf(counts: readonly number[]): Velocity | undefined {
  if (counts.length < recentMonths + earlierMonths) return undefined;
  const recent = { count: sum(counts.slice(-recentMonths)), months: recentMonths };
  const before = { count: sum(counts.slice(-recentMonths - earlierMonths, -recentMonths)), months: earlierMonths };
  if (recent.count + before.count === 0) return undefined;
  const ratio = rateRatio({ count: recent.count, time: recentMonths }, { count: before.count, time: earlierMonths });
  return { ...ratio, recent, before };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
