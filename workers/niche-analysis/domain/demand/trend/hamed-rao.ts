/** The Mann-Kendall test for months that resemble their neighbours: the variance of S corrected for autocorrelation. */
import { z95 } from "../../../../kit/statistics/normal.ts";
import { ranksOf } from "../../intervals/ranks.ts";
import { mannKendall, withVariance, type TrendTest } from "./mann-kendall.ts";
import { pointsOf, type Series } from "./series.ts";
import { sensSlope } from "./theil-sen.ts";

/** How far back neighbours are looked at. Correlations of higher lags rest on few pairs and make the correction unstable. */
export const defaultLags = 3;

/**
 * Hamed & Rao 1998: Var* = Var · [1 + 2/(n(n−1)(n−2)) Σᵢ (n−i)(n−i−1)(n−i−2) rᵢ], rᵢ the autocorrelation at lag i of the ranks of the
 * series less its Sen trend, for the lags 1 to `lags` at which |rᵢ| > 1.96/√n. Signed as in the paper: negative correlations make the
 * variance smaller (some software takes the absolute value of the sum). A correction that would leave no variance is not applied.
 */
export function hamedRao(series: Series, lags = defaultLags): TrendTest {
  const plain = mannKendall(series);
  const { slope } = sensSlope(series);
  const detrended = pointsOf(series).map(({ value }, i) => value - (i + 1) * slope);
  const correlations = autocorrelations(ranksOf(detrended), Math.min(lags, detrended.length - 1));
  const { n } = plain;
  const bound = z95 / Math.sqrt(n);
  const sum = correlations.reduce((total, r, i) => {
    const lag = i + 1;
    return Math.abs(r) <= bound ? total : total + (n - lag) * (n - lag - 1) * (n - lag - 2) * r;
  }, 0);
  const correction = 1 + (2 / (n * (n - 1) * (n - 2))) * sum;
  return correction > 0 ? withVariance(plain, plain.variance * correction) : plain;
}

/** At lags 1 to `lags`, every covariance divided by n (Box & Jenkins 1970). */
function autocorrelations(values: readonly number[], lags: number): number[] {
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  const off = values.map((value) => value - centre);
  const covariance = (lag: number) => off.reduce((sum, value, i) => sum + value * (off[i + lag] ?? 0), 0);
  const whole = covariance(0);
  return Array.from({ length: Math.max(0, lags) }, (_, i) => (whole === 0 ? 0 : covariance(i + 1) / whole));
}
