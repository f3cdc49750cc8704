/** A share with the interval in which the true one lies. */
import type { Proportion } from "../../../../contracts/services/niche-figures.ts";

/** Quantile of the standard normal distribution at 0.975. */
const z = 1.959963984540054;

/**
 * Wilson's score interval (Wilson 1927) for `count` of `n`, 95 %, two-sided:
 * (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) ÷ (1 + z²/n). Of nothing observed (n = 0) everything from 0 to 1 is possible; value 0.
 */
export function wilson(count: number, n: number): Proportion {
  if (n === 0) return { value: 0, low: 0, high: 1, count, n, method: "wilson-95" };
  const p = count / n;
  const scale = 1 + z ** 2 / n;
  const centre = p + z ** 2 / (2 * n);
  const margin = z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  const low = count === 0 ? 0 : Math.max(0, (centre - margin) / scale);
  const high = count === n ? 1 : Math.min(1, (centre + margin) / scale);
  return { value: p, low, high, count, n, method: "wilson-95" };
}
