/** The standard normal distribution. */
import { increasingRoot } from "./root.ts";

/**
 * P(Z > x). Below 3 by the series of the error function 2/√π Σ x^(2n+1) 2ⁿ/(2n+1)!! e^(−x²), beyond by the continued fraction of its
 * complement (Abramowitz & Stegun 1964, 7.1.6 and 26.2.14). Relative error below 1e-13 for |x| ≤ 8.
 */
export function normalTail(x: number): number {
  if (x < 0) return 1 - normalTail(-x);
  const density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  if (x >= 3) {
    let fraction = x;
    for (let n = 200; n >= 1; n--) fraction = x + n / fraction;
    return density / fraction;
  }
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17; n++) {
    term *= (x * x) / (2 * n + 1);
    sum += term;
  }
  return 0.5 - density * sum;
}

export function normalCdf(x: number): number {
  return x <= 0 ? normalTail(-x) : 1 - normalTail(x);
}

/** The z with P(Z ≤ z) = p, for p in (0, 1); 12 digits. */
export function normalQuantile(p: number): number {
  if (p < 0.5) return -normalQuantile(1 - p);
  return increasingRoot((z) => 1 - p - normalTail(z), 0, 40);
}

/** Two-sided p-value of a standard normal statistic. */
export function twoSidedP(z: number): number {
  return Math.min(1, 2 * normalTail(Math.abs(z)));
}

/** Quantile of the standard normal distribution at 0.975. */
export const z95 = 1.959963984540054;
