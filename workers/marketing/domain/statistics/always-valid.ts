/** Tests that may be looked at as often as one likes: mixture sequential probability ratio and confidence sequence. */
import type { Tally } from "./intervals.ts";

export interface SequentialTest {
  /** Mixture likelihood ratio of "the shares differ" against "they are equal". */
  ratio: number;
  /** Two-sided, valid at every look. */
  p: number;
}

/**
 * mSPRT of the difference of two shares (Johari, Pekelis & Walsh 2015): √(V/(V+τ²)) exp(δ²τ²/(2V(V+τ²))), p = 1/ratio.
 *
 * `tau` is the standard deviation of the differences that one expects, in shares: 0.01 is one percentage point.
 */
export function alwaysValidTest(control: Tally, treated: Tally, tau: number): SequentialTest {
  const [a, b] = [control.count / control.of, treated.count / treated.of];
  const variance = (a * (1 - a)) / control.of + (b * (1 - b)) / treated.of;
  if (variance === 0) return { ratio: 1, p: 1 };
  const widened = variance + tau ** 2;
  const ratio = Math.sqrt(variance / widened) * Math.exp(((b - a) ** 2 * tau ** 2) / (2 * variance * widened));
  return { ratio, p: Math.min(1, 1 / ratio) };
}

/**
 * Width parameter ρ of the asymptotic confidence sequence that is narrowest at `observations`
 * (Waudby-Smith et al. 2021, arXiv 2103.06476, eq. 9).
 */
export function sequenceRho(alpha: number, observations: number): number {
  const information = -2 * Math.log(alpha);
  return Math.sqrt((information + Math.log(information + 1)) / observations);
}

/** Half-width of that sequence for a mean of `n` values with standard deviation `deviation`. */
export function sequenceHalfWidth(n: number, deviation: number, rho: number, alpha: number): number {
  const spread = n * rho ** 2 + 1;
  return deviation * Math.sqrt(((2 * spread) / (n * rho) ** 2) * Math.log(Math.sqrt(spread) / alpha));
}
