/** Which method would have forecast best: each one is asked at past moments what came next. */
import type { Proportion } from "../../../../../contracts/services/niche-figures.ts";
import { wilson } from "../../intervals/wilson.ts";
import { etsForecast } from "./ets.ts";
import type { Forecast, Forecaster } from "./forecast.ts";
import { holtWintersForecast } from "./holt-winters.ts";
import { seasonalDifferences, seasonalNaive, seasonalNaiveName } from "./seasonal-naive.ts";

export interface Tested {
  method: string;
  /** Mean absolute error over the mean absolute change against one period before in the history: below 1 it beats that (Hyndman & Koehler 2006). */
  mase: number;
  /** Observations that lay within the 95 % limits. */
  coverage: Proportion;
}

export interface BackTest {
  /** Moments at which the methods were asked. */
  origins: number;
  horizon: number;
  /** Best first. A method that could not answer at every origin is absent. */
  methods: Tested[];
}

export interface BackTestOptions {
  period: number;
  /** Steps ahead at each origin. Default: one period. */
  horizon?: number;
  /** Default 6. */
  origins?: number;
}

/**
 * Rolling origin (Tashman 2000): the last origins − 1 + horizon values are forecast from histories that grow by one. `undefined` when the
 * first history would be shorter than two periods and two values.
 */
export function backTest(values: readonly number[], candidates: readonly Forecaster[], options: BackTestOptions): BackTest | undefined {
  const { period, horizon = period, origins = 6 } = options;
  const first = values.length - horizon - origins + 1;
  if (first < 2 * period + 2) return undefined;
  const tested = candidates.flatMap((candidate): Tested[] => {
    const errors: number[] = [];
    let covered = 0;
    let method = "";
    for (let end = first; end < first + origins; end++) {
      const history = values.slice(0, end);
      const forecast = candidate(history, horizon);
      if (!forecast) return [];
      ({ method } = forecast);
      const scale = meanChange(history, period);
      values.slice(end, end + horizon).forEach((actual, step) => {
        errors.push(Math.abs(actual - (forecast.mean[step] ?? Number.NaN)) / scale);
        if (actual >= (forecast.low[step] ?? Infinity) && actual <= (forecast.high[step] ?? -Infinity)) covered++;
      });
    }
    const mase = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    return Number.isFinite(mase) ? [{ method, mase, coverage: wilson(covered, errors.length) }] : [];
  });
  return { origins, horizon, methods: tested.toSorted((a, b) => a.mase - b.mase || naiveFirst(a, b)) };
}

/**
 * The forecast of whichever method did best in the back-test: Holt-Winters in both forms, ETS(M,A,M), or, when none of them beats it,
 * the seasonal naive one. `undefined` where the series is too short to test anything.
 */
export function testedForecast(
  values: readonly number[],
  { period, horizon, seed }: { period: number; horizon: number; seed: number },
): { forecast: Forecast; test: BackTest } | undefined {
  const candidates = [
    seasonalNaive(period),
    holtWintersForecast(period, "additive", seed),
    holtWintersForecast(period, "multiplicative", seed),
    etsForecast(period, seed),
  ];
  const test = backTest(values, candidates, { period, horizon });
  const best = test?.methods[0]?.method;
  const forecast = candidates.map((candidate) => candidate(values, horizon)).find((one) => one !== undefined && one.method === best);
  return test && forecast ? { forecast, test } : undefined;
}

function meanChange(history: readonly number[], period: number): number {
  const changes = seasonalDifferences(history, period);
  return changes.reduce((sum, change) => sum + Math.abs(change), 0) / changes.length;
}

function naiveFirst(a: Tested, b: Tested): number {
  return Number(b.method === seasonalNaiveName) - Number(a.method === seasonalNaiveName);
}
