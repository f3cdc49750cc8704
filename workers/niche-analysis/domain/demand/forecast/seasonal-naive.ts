/** Next March will be like this March: the forecast that every other one has to beat. */
import { z95 } from "../../../../kit/statistics/normal.ts";
import { forecastLevel, innerLevel, type Forecaster, type Limits } from "./forecast.ts";

export const seasonalNaiveName = "seasonal naive";
/** Where a period is one step: the next value is like the last. */
export const naiveName = "naive";

/** Normal quantile of the 80 % limits. */
const z80 = 1.281_551_565_544_6;

/**
 * The value of one `period` ago. Limits: ± 1.96 σ √k (80 %: ± 1.28), σ the root mean square of the seasonal differences and k the number of
 * periods ahead, begun ones included (Hyndman & Athanasopoulos 2021, section 5.5). Needs more than one whole period.
 */
export function seasonalNaive(period: number): Forecaster {
  const name = period === 1 ? naiveName : seasonalNaiveName;
  return {
    name,
    answer: (history, horizon) => {
      const differences = seasonalDifferences(history, period);
      if (differences.length === 0) return undefined;
      const spread = Math.sqrt(differences.reduce((sum, change) => sum + change ** 2, 0) / differences.length);
      const mean = Array.from({ length: horizon }, (_, step) => history[history.length - period + (step % period)] ?? Number.NaN);
      const limits = (z: number): Limits => {
        const half = mean.map((_, step) => z * spread * Math.sqrt(Math.floor(step / period) + 1));
        return {
          low: mean.map((value, step) => value - (half[step] ?? 0)),
          high: mean.map((value, step) => value + (half[step] ?? 0)),
        };
      };
      return { method: name, mean, ...limits(z95), level: forecastLevel, inner: { ...limits(z80), level: innerLevel } };
    },
  };
}

/** Changes against one period before. */
export function seasonalDifferences(values: readonly number[], period: number): number[] {
  return values.slice(period).map((value, i) => value - (values[i] ?? 0));
}
