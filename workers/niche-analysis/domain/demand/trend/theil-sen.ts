/** How steep the trend is: the median of the slopes between all pairs of observations. One wild month does not move it. */
import { normalQuantile } from "../../../../kit/statistics/normal.ts";
import { signVariance } from "./mann-kendall.ts";
import { median, pointsOf, type Point, type Series } from "./series.ts";

export interface SensSlope {
  /** Change of the value in one step of time. */
  slope: number;
  /** Value at time 0 of the line through the medians of value and time (Conover 1980). */
  intercept: number;
  low: number;
  high: number;
}

/**
 * Theil 1950, Sen 1968. The limits are the slopes with the ranks (N ∓ z √Var S)/2 of all N, Var S corrected for ties in value. `low` and
 * `high` are infinite where so few observations have no limits. NaN with fewer than two. `spread` replaces Var S where it was corrected
 * for autocorrelation, so that limits and test agree.
 */
export function sensSlope(series: Series, level = 0.95, spread?: number): SensSlope {
  const points = pointsOf(series);
  const values = points.map(({ value }) => value);
  return slopeOf(points, pairSlopes(points), spread ?? signVariance(values), level);
}

/**
 * The same between observations of the same season only (Hirsch, Slack & Smith 1982). Slope and limits are per cycle of `period` steps; the
 * variance behind the limits is the sum over seasons.
 */
export function seasonalSlope(series: Series, period: number, level = 0.95): SensSlope {
  const points = pointsOf(series);
  const seasons = Array.from({ length: period }, (_, season) => points.filter(({ time }) => time % period === season));
  const slopes = seasons.flatMap((season) => pairSlopes(season)).map((slope) => slope * period);
  const spread = seasons.reduce((sum, season) => sum + signVariance(season.map(({ value }) => value)), 0);
  const { slope, low, high } = slopeOf(points, slopes, spread, level);
  return { slope, low, high, intercept: interceptOf(points, slope / period) };
}

function slopeOf(points: readonly Point[], slopes: readonly number[], spread: number, level: number): SensSlope {
  const ascending = Float64Array.from(slopes).sort();
  const slope = median(slopes);
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(spread);
  const lower = Math.round((ascending.length - half) / 2) - 1;
  const upper = Math.round((ascending.length + half) / 2);
  return {
    slope,
    intercept: interceptOf(points, slope),
    low: lower < 0 ? Number.NEGATIVE_INFINITY : (ascending[lower] ?? Number.NaN),
    high: ascending[upper] ?? Number.POSITIVE_INFINITY,
  };
}

function interceptOf(points: readonly Point[], slope: number): number {
  return median(points.map(({ value }) => value)) - median(points.map(({ time }) => time)) * slope;
}

function pairSlopes(points: readonly Point[]): number[] {
  return points.flatMap((from, i) => points.slice(i + 1).map((to) => (to.value - from.value) / (to.time - from.time)));
}
