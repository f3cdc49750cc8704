/** The Mann-Kendall test for series with seasons: every January is compared with Januaries only. */
import { twoSidedP } from "../../../../kit/statistics/normal.ts";
import { ranksOf } from "../../intervals/ranks.ts";
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

/** Fewer whole cycles than this say too little of how seasons hang together (Hirsch & Slack 1984, section 4). */
export const fewestCorrelatedCycles = 10;

/**
 * Hirsch & Slack 1984, after Dietz & Killeen 1981: the variance of S where seasons resemble each other, estimated from the ranks of all
 * seasons: σ = Σ over pairs of seasons of (K + 4 Σ R R' − n (n + 1)²) ÷ 3. Cycles with a gap are left out; the last one may end early and is then
 * one of these. `s` of the cycles that are left.
 */
export function correlatedSeasonal(series: Series, period: number): { s: number; variance: number } {
  const cycles = Array.from({ length: Math.floor(series.length / period) }, (_, cycle) =>
    series.slice(cycle * period, (cycle + 1) * period),
  ).filter((values): values is number[] => values.every((value) => value !== null));
  const n = cycles.length;
  const seasons = Array.from({ length: period }, (_, season) => cycles.map((values) => values[season] ?? 0));
  const ranks = seasons.map(ranksOf);
  let variance = 0;
  for (let g = 0; g < period; g++) {
    for (let h = 0; h < period; h++) {
      const products = (ranks[g] ?? []).reduce((sum, rank, i) => sum + rank * (ranks[h]?.[i] ?? 0), 0);
      variance += (concordance(seasons[g] ?? [], seasons[h] ?? []) + 4 * products - n * (n + 1) ** 2) / 3;
    }
  }
  return { s: seasons.reduce((sum, values) => sum + signSum(values), 0), variance };
}

/** Σ over i < j of sgn((xⱼ − xᵢ)(yⱼ − yᵢ)). */
function concordance(x: readonly number[], y: readonly number[]): number {
  let sum = 0;
  for (let j = 1; j < x.length; j++)
    for (let i = 0; i < j; i++) sum += Math.sign(((x[j] ?? 0) - (x[i] ?? 0)) * ((y[j] ?? 0) - (y[i] ?? 0)));
  return sum;
}

/** The observations of each season, in order. */
function seasonsOf(series: Series, period: number): number[][] {
  return Array.from({ length: period }, (_, season) =>
    pointsOf(series)
      .filter(({ time }) => time % period === season)
      .map(({ value }) => value),
  );
}
