/** What a method of forecasting answers, and the futures that its intervals come from. */
import { quantile } from "../../intervals/bootstrap.ts";

export interface Forecast {
  method: string;
  /** One value for each step ahead. */
  mean: number[];
  low: number[];
  high: number[];
  /** Probability that a value lies between low and high, if the method is right: 0.95. */
  level: number;
}

/** Answers `undefined` where the history is too short for the method or of the wrong kind (a value ≤ 0 in a multiplicative one). */
export interface Forecaster {
  (history: readonly number[], horizon: number): Forecast | undefined;
}

export const forecastLevel = 0.95;

/** Simulated futures behind one forecast's intervals. */
export const futurePaths = 1000;

/** Limits at every step from simulated futures: `step` of each of `paths`. */
export function limitsOf(paths: readonly (readonly number[])[], horizon: number): { low: number[]; high: number[] } {
  const tail = (1 - forecastLevel) / 2;
  const sorted = Array.from({ length: horizon }, (_, step) => paths.map((path) => path[step] ?? Number.NaN).toSorted((a, b) => a - b));
  return { low: sorted.map((values) => quantile(values, tail)), high: sorted.map((values) => quantile(values, 1 - tail)) };
}
