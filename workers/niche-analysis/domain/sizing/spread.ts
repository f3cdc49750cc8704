/** What a simulation found: percentiles, and how far off chance alone may have put them. */
import type { Spread } from "../../../../contracts/services/niche-market-size.ts";
import { quantile } from "../intervals/bootstrap.ts";

/**
 * Of at least two draws. The error of the median, √(p(1 − p)/N) ÷ f(q), is read off the draws themselves: half the distance between the
 * quantiles one standard error of the rank, ½/√N, to either side.
 */
export function spreadOf(draws: readonly number[]): Spread {
  const ascending = draws.toSorted((a, b) => a - b);
  const n = draws.length;
  const mean = draws.reduce((sum, value) => sum + value, 0) / n;
  const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const at = (p: number) => quantile(ascending, p);
  const step = 0.5 / Math.sqrt(n);
  return {
    mean,
    meanError: Math.sqrt(variance / n),
    p5: at(0.05),
    p10: at(0.1),
    p25: at(0.25),
    p50: at(0.5),
    p50Error: (at(0.5 + step) - at(0.5 - step)) / 2,
    p75: at(0.75),
    p90: at(0.9),
    p95: at(0.95),
  };
}
