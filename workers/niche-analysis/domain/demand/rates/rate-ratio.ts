/** Two counts over two lengths of time: how many times faster did the one come? */
import { exactLimits, logGamma } from "../../../../kit/statistics/beta.ts";

export interface CountOver {
  count: number;
  /** Length of the time in which it was counted; both of a ratio in the same unit. */
  time: number;
}

export interface RateRatio {
  /** Rate of the first over rate of the second; infinite when the second counted nothing, NaN when neither did. */
  ratio: number;
  low: number;
  /** Infinite when the second counted nothing. */
  high: number;
  /** Two-sided: the probability of all divisions of the total that are no likelier than the one seen. */
  p: number;
}

/**
 * The exact conditional comparison of two Poisson rates (Przyborowski & Wilenski 1940): given the total, the first count is binomial with
 * share t₁/(t₁+t₂) when the rates are equal. Limits from Clopper and Pearson's for that share. Texts that come in bursts vary more than
 * Poisson counts do, and then the limits are too narrow.
 */
export function rateRatio(first: CountOver, second: CountOver, level = 0.95): RateRatio {
  const total = first.count + second.count;
  const share = first.time / (first.time + second.time);
  const limits = exactLimits(first.count, total, level);
  const ratioOf = (portion: number) => (portion / (1 - portion)) * (second.time / first.time);
  return {
    ratio: first.count / first.time / (second.count / second.time),
    low: ratioOf(limits.low),
    high: limits.high === 1 ? Number.POSITIVE_INFINITY : ratioOf(limits.high),
    p: binomialP(first.count, total, share),
  };
}

/** Σ of the binomial probabilities not above that of `count`, as in the exact binomial test. */
function binomialP(count: number, n: number, share: number): number {
  const logChoose = (k: number) => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  const probability = (k: number) => Math.exp(logChoose(k) + k * Math.log(share) + (n - k) * Math.log1p(-share));
  // Equal probabilities may differ in their last digits.
  const seen = probability(count) * (1 + 1e-7);
  let sum = 0;
  for (let k = 0; k <= n; k++) {
    const one = probability(k);
    if (one <= seen) sum += one;
  }
  return Math.min(1, sum);
}
