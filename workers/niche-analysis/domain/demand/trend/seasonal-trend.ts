/** The Mann-Kendall test for series with seasons: every January is compared with Januaries only. */
import { twoSidedP } from "../../../../kit/statistics/normal.ts";
import { signSum, signVariance, standardised, tiedPairs, type TrendTest } from "./mann-kendall.ts";
import { pointsOf, type Series } from "./series.ts";

/**
 * Hirsch, Slack & Smith 1982: S and its variance are added up over the seasons, as if seasons were independent of each other. `series`
 * starts at any season; `period` is the number of seasons in a cycle. Taus are over pairs of the same season.
 */
export function seasonalMannKendall(series: Series, period: number): TrendTest {
  const seasons = seasonsOf(series, period);
  const pairs = seasons.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);
  const tied = seasons.reduce((sum, values) => sum + tiedPairs(values), 0);
  const s = seasons.reduce((sum, values) => sum + signSum(values), 0);
  const variance = seasons.reduce((sum, values) => sum + signVariance(values), 0);
  const z = standardised(s, variance);
  return {
    n: pointsOf(series).length,
    s,
    variance,
    z,
    p: twoSidedP(z),
    tauA: s / pairs,
    tauB: s / Math.sqrt((pairs - tied) * pairs),
  };
}

/** The observations of each season, in order. */
function seasonsOf(series: Series, period: number): number[][] {
  return Array.from({ length: period }, (_, season) =>
    pointsOf(series)
      .filter(({ time }) => time % period === season)
      .map(({ value }) => value),
  );
}
