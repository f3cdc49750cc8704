/** Is there a monotonic trend at all? The Mann-Kendall test: signs of all differences, no assumption about the distribution. */
import { twoSidedP } from "../../../../kit/statistics/normal.ts";
import { pointsOf, type Series } from "./series.ts";

/** Fewer observations than this are too few for the normal approximation. */
export const fewestForTrend = 8;

export interface TrendTest {
  /** Observations that were compared. */
  n: number;
  /** Σ sgn(later − earlier). */
  s: number;
  /** Of S where there is no trend. */
  variance: number;
  z: number;
  /** Two-sided. */
  p: number;
  /** Kendall's tau-a, S ÷ n(n−1)/2: ties are not taken out of the divisor. */
  tauA: number;
  /** Kendall's tau-b, S ÷ √((pairs − tied in value) · pairs); NaN where all values are equal. */
  tauB: number;
}

/** Mann 1945, Kendall 1975, with the variance corrected for ties and Z for continuity. */
export function mannKendall(series: Series): TrendTest {
  const values = pointsOf(series).map(({ value }) => value);
  return testOf(values.length, signSum(values), signVariance(values), tiedPairs(values));
}

/** Z from S and its variance: one step towards zero for continuity. */
export function standardised(s: number, variance: number): number {
  return s === 0 || variance <= 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance);
}

/** The same test with another variance of S. */
export function withVariance(test: TrendTest, variance: number): TrendTest {
  const z = standardised(test.s, variance);
  return { ...test, variance, z, p: twoSidedP(z) };
}

export function signSum(values: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const earlier = values[i] ?? 0;
    for (let j = i + 1; j < values.length; j++) sum += Math.sign((values[j] ?? 0) - earlier);
  }
  return sum;
}

/** [n(n−1)(2n+5) − Σ t(t−1)(2t+5)] ÷ 18 over groups of t equal values. */
export function signVariance(values: readonly number[]): number {
  const part = (n: number) => n * (n - 1) * (2 * n + 5);
  return (part(values.length) - tieSizes(values).reduce((sum, size) => sum + part(size), 0)) / 18;
}

export function tiedPairs(values: readonly number[]): number {
  return tieSizes(values).reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
}

function tieSizes(values: readonly number[]): number[] {
  const sizes = new Map<number, number>();
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  return [...sizes.values()];
}

function testOf(n: number, s: number, variance: number, tied: number): TrendTest {
  const pairs = (n * (n - 1)) / 2;
  const z = standardised(s, variance);
  return { n, s, variance, z, p: twoSidedP(z), tauA: s / pairs, tauB: s / Math.sqrt((pairs - tied) * pairs) };
}
