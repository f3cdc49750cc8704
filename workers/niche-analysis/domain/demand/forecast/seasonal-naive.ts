/** Next March will be like this March: the forecast that every other one has to beat. */
import { z95 } from "../../../../kit/statistics/normal.ts";
import { forecastLevel, type Forecaster } from "./forecast.ts";

export const seasonalNaiveName = "seasonal naive";

/**
 * The value of one `period` ago. Limits: ± 1.96 σ √k, σ the root mean square of the seasonal differences and k the number of periods
 * ahead, begun ones included (Hyndman & Athanasopoulos 2021, section 5.5). Needs more than one whole period.
 */
export function seasonalNaive(period: number): Forecaster {
  return (history, horizon) => {
    const differences = seasonalDifferences(history, period);
    if (differences.length === 0) return undefined;
    const spread = Math.sqrt(differences.reduce((sum, change) => sum + change ** 2, 0) / differences.length);
    const mean = Array.from({ length: horizon }, (_, step) => history[history.length - period + (step % period)] ?? Number.NaN);
    const half = mean.map((_, step) => z95 * spread * Math.sqrt(Math.floor(step / period) + 1));
    return {
      method: seasonalNaiveName,
      mean,
      low: mean.map((value, step) => value - (half[step] ?? 0)),
      high: mean.map((value, step) => value + (half[step] ?? 0)),
      level: forecastLevel,
    };
  };
}

/** Changes against one period before. */
export function seasonalDifferences(values: readonly number[], period: number): number[] {
  return values.slice(period).map((value, i) => value - (values[i] ?? 0));
}
