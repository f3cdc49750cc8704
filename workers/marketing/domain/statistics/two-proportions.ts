/** Tests of two proportions: pooled z, Fisher's exact test, odds ratio, and the split check before either. */
import { chiSquareTail, hypergeometric, normalTail } from "./distributions.ts";
import type { Tally } from "./intervals.ts";

/** Two rows of successes and failures: `[[8, 2], [1, 5]]`. */
export type Table = readonly [readonly [number, number], readonly [number, number]];

export interface ZTest {
  /** Positive when the first share is larger. 0 when nothing varies. */
  z: number;
  /** Two-sided. */
  p: number;
  /** One-sided, for "the first share is larger". */
  pGreater: number;
}

/** z test with the pooled share in the standard error. */
export function twoProportionZ(a: Tally, b: Tally): ZTest {
  const pooled = (a.count + b.count) / (a.of + b.of);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.of + 1 / b.of));
  const z = error === 0 ? 0 : (a.count / a.of - b.count / b.of) / error;
  return { z, p: 2 * normalTail(Math.abs(z)), pGreater: normalTail(z) };
}

export interface FisherTest {
  /** Of the sample, (a d)/(b c). Infinity when b c is 0. */
  oddsRatio: number;
  /** Two-sided: all tables no likelier than the one seen. */
  p: number;
  /** One-sided, for "the first row has more successes". */
  pGreater: number;
}

/** Fisher's exact test on a table with fixed margins. */
export function fisherExact(table: Table): FisherTest {
  const [[a, b], [c, d]] = table;
  const [successes, draws, total] = [a + c, a + b, a + b + c + d];
  const probability = (k: number) => hypergeometric(k, successes, draws, total);
  const seen = probability(a);
  const [first, last] = [Math.max(0, draws - (b + d)), Math.min(successes, draws)];
  let p = 0;
  let pGreater = 0;
  for (let k = first; k <= last; k++) {
    const value = probability(k);
    // Equal tables differ in the last bits.
    if (value <= seen * (1 + 1e-7)) p += value;
    if (k >= a) pGreater += value;
  }
  return { oddsRatio: oddsRatio(table), p: Math.min(1, p), pGreater: Math.min(1, pGreater) };
}

/** (a d)/(b c) of a two by two table. */
export function oddsRatio([[a, b], [c, d]]: Table): number {
  return (a * d) / (b * c);
}

/**
 * Sample ratio mismatch: chi-square p that equally likely groups came out as unequal as `sizes`. Below 0.001 the assignment
 * is broken (Fabijan et al. 2019).
 */
export function splitP(sizes: readonly number[]): number {
  const expected = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const statistic = sizes.reduce((sum, size) => sum + (size - expected) ** 2 / expected, 0);
  return chiSquareTail(statistic, sizes.length - 1);
}
