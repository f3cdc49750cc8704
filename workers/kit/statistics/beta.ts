/** The Beta distribution, and what follows from it: exact limits of a share, Student's t. */
import { increasingRoot } from "./root.ts";

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0 (Lanczos 1964, g = 7, nine terms); relative error below 1e-13. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const [first = 1, ...rest] = lanczos;
  const base = x + 6.5;
  const series = rest.reduce((sum, coefficient, i) => sum + coefficient / (x + i), first);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(series);
}

/**
 * P(X ≤ x) of Beta(a, b), a and b > 0: the regularised incomplete beta function by its continued fraction (Abramowitz & Stegun 1964,
 * 26.5.8), evaluated with Lentz's method. At least ten digits for a, b up to 1e5.
 */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaCdf(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  const tiny = 1e-300;
  const unlessZero = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / unlessZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 5000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / unlessZero(1 + even * d);
    c = unlessZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / unlessZero(1 + odd * d);
    c = unlessZero(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return front * fraction;
}

/** The x with P(X ≤ x) = p of Beta(a, b). */
export function betaQuantile(p: number, a: number, b: number): number {
  return increasingRoot((x) => betaCdf(x, a, b) - p, 0, 1);
}

/** P(T ≤ t) of Student's t with `freedom` degrees (> 0). */
export function studentCdf(t: number, freedom: number): number {
  const tail = betaCdf(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
  return t < 0 ? tail : 1 - tail;
}

/** The t with P(T ≤ t) = p of Student's t, for p in (0, 1). */
export function studentQuantile(p: number, freedom: number): number {
  if (p < 0.5) return -studentQuantile(1 - p, freedom);
  return p === 0.5 ? 0 : increasingRoot((t) => studentCdf(t, freedom) - p, 0, 1e6);
}

/** Exact limits of a share, `count` of `n` (Clopper & Pearson 1934): each tail has (1 − level)/2 at most. [0, 1] of nothing observed. */
export function exactLimits(count: number, n: number, level = 0.95): { low: number; high: number } {
  const tail = (1 - level) / 2;
  return {
    low: count === 0 ? 0 : betaQuantile(tail, count, n - count + 1),
    high: count === n ? 1 : betaQuantile(1 - tail, count + 1, n - count),
  };
}
