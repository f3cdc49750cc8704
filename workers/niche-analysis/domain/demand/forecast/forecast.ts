/** What a method of forecasting answers, and the futures that its intervals come from. */
import { quantile } from "../../intervals/bootstrap.ts";

export interface Limits {
  low: number[];
  high: number[];
}

export interface Forecast extends Limits {
  method: string;
  /** One value for each step ahead. */
  mean: number[];
  /** Probability that a value lies between low and high, if the method is right: 0.95. */
  level: number;
  /** Narrower limits, of 0.8. */
  inner: Limits & { level: number };
}

export interface Forecaster {
  /** Of the method, the same for every history. */
  name: string;
  /** `undefined` where the history is too short for the method or of the wrong kind (a value ≤ 0 in a multiplicative one). */
  answer: (history: readonly number[], horizon: number) => Forecast | undefined;
}

export const forecastLevel = 0.95;
export const innerLevel = 0.8;

/** Simulated futures behind one forecast's intervals. */
export const futurePaths = 1000;

/** Limits at every step from simulated futures: `step` of each of `paths`. */
export function limitsOf(paths: readonly (readonly number[])[], horizon: number, level: number): Limits {
  const tail = (1 - level) / 2;
  const sorted = Array.from({ length: horizon }, (_, step) => paths.map((path) => path[step] ?? Number.NaN).toSorted((a, b) => a - b));
  return { low: sorted.map((values) => quantile(values, tail)), high: sorted.map((values) => quantile(values, 1 - tail)) };
}
