/** How many times as frequent something is in one group as in another. */
import type { SegmentTheme } from "../../../../contracts/services/niche-segments.ts";

/** Quantile of the standard normal distribution at 0.975. */
const z = 1.959963984540054;

/**
 * (a ÷ n1) ÷ (b ÷ n2) with the 95 % interval of its logarithm (Katz et al. 1978), SE² = 1/a − 1/n1 + 1/b − 1/n2. Where one of the counts is 0 the
 * interval is that of counts half a case larger; of none in the second group the ratio has no bound.
 */
export function riskRatio(a: number, n1: number, b: number, n2: number): SegmentTheme["lift"] {
  const shift = a === 0 || b === 0 ? 0.5 : 0;
  const [x, y] = [a + shift, b + shift];
  const log = Math.log(x / (n1 + shift)) - Math.log(y / (n2 + shift));
  const error = Math.sqrt(Math.max(0, 1 / x - 1 / (n1 + shift) + 1 / y - 1 / (n2 + shift)));
  const value = b === 0 ? null : a / n1 / (b / n2);
  return {
    value,
    low: a === 0 ? 0 : Math.min(value ?? Infinity, Math.exp(log - z * error)),
    high: b === 0 ? null : Math.max(value ?? 0, Math.exp(log + z * error)),
  };
}
