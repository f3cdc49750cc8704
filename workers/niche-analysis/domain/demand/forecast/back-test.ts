/** Which method would have forecast best: each one is asked at past moments what came next. */
import type { Proportion } from "../../../../../contracts/services/niche-figures.ts";
import { quantile } from "../../intervals/bootstrap.ts";
import { wilson } from "../../intervals/wilson.ts";
import { mean } from "../trend/series.ts";
import { etsForecast } from "./ets.ts";
import type { Forecast, Forecaster, Limits } from "./forecast.ts";
import { holtWintersForecast } from "./holt-winters.ts";
import { naiveName, seasonalDifferences, seasonalNaive, seasonalNaiveName } from "./seasonal-naive.ts";

export interface Tested {
  method: string;
  /** Mean absolute error over the mean absolute change against one period before in the history: below 1 it beats that (Hyndman & Koehler 2006). */
  mase: number;
  /** Between these lie the errors of 95 % of the `n` moments at which it was asked. Neighbouring moments share most of what they foretell. */
  maseInterval: { low: number; high: number; n: number };
  /** Observations that lay within the 95 % limits. */
  coverage: Proportion;
  /** The same of the 80 % limits. */
  innerCoverage: Proportion;
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

/** Without a season, a method is asked after no fewer values than this. */
export const fewestUnseasonal = 12;

/**
 * Rolling origin (Tashman 2000): the last origins − 1 + horizon values are forecast from histories that grow by one. `undefined` when the
 * first history would be shorter than two periods and two values, or, without a season, than twelve values.
 */
export function backTest(values: readonly number[], candidates: readonly Forecaster[], options: BackTestOptions): BackTest | undefined {
  return atOnce(testing(values, candidates, options));
}

/** Yields after every question to a method, which take some tens of milliseconds each. */
function* testing(
  values: readonly number[],
  candidates: readonly Forecaster[],
  options: BackTestOptions,
): Generator<undefined, BackTest | undefined> {
  const { period, horizon = period, origins = 6 } = options;
  const first = values.length - horizon - origins + 1;
  if (first < (period === 1 ? fewestUnseasonal : 2 * period + 2)) return undefined;
  const tested: Tested[] = [];
  for (const { name, answer } of candidates) {
    const errors: number[] = [];
    const ofOrigins: number[] = [];
    let [covered, innerCovered] = [0, 0];
    for (let end = first; end < first + origins; end++) {
      const history = values.slice(0, end);
      const forecast = answer(history, horizon);
      yield;
      if (!forecast) break;
      const scale = meanChange(history, period);
      values.slice(end, end + horizon).forEach((actual, step) => {
        errors.push(Math.abs(actual - (forecast.mean[step] ?? Number.NaN)) / scale);
        if (within(actual, forecast, step)) covered++;
        if (within(actual, forecast.inner, step)) innerCovered++;
      });
      ofOrigins.push(mean(errors.slice(-horizon)));
    }
    if (errors.length < origins * horizon) continue;
    const mase = mean(errors);
    const sorted = ofOrigins.toSorted((a, b) => a - b);
    const maseInterval = { low: Math.min(mase, quantile(sorted, 0.025)), high: Math.max(mase, quantile(sorted, 0.975)), n: origins };
    const coverages = { coverage: wilson(covered, errors.length), innerCoverage: wilson(innerCovered, errors.length) };
    if (Number.isFinite(mase)) tested.push({ method: name, mase, maseInterval, ...coverages });
  }
  return { origins, horizon, methods: tested.toSorted((a, b) => a.mase - b.mase || naiveFirst(a, b)) };
}

/**
 * The forecast of whichever method did best in the back-test: Holt-Winters in both forms, ETS in the form with the lowest AICc, or, when none
 * of them beats it, the seasonal naive one. With a period of 1 there is no season to smooth: ETS without one, or the naive forecast.
 * `undefined` where the series is too short to test anything.
 */
export function testedForecast(values: readonly number[], options: ForecastOptions): TestedForecast | undefined {
  return atOnce(forecasting(values, options));
}

/** The same, letting others have their turn in between. */
export async function patientForecast(
  values: readonly number[],
  options: ForecastOptions,
  pause: () => Promise<void>,
): Promise<TestedForecast | undefined> {
  const work = forecasting(values, options);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await pause();
  }
}

export interface ForecastOptions {
  period: number;
  horizon: number;
  seed: number;
}

export interface TestedForecast {
  forecast: Forecast;
  test: BackTest;
}

function* forecasting(
  values: readonly number[],
  { period, horizon, seed }: ForecastOptions,
): Generator<undefined, TestedForecast | undefined> {
  const candidates = [
    seasonalNaive(period),
    ...(period > 1 ? [holtWintersForecast(period, "additive", seed), holtWintersForecast(period, "multiplicative", seed)] : []),
    etsForecast(period, seed),
  ];
  const test = yield* testing(values, candidates, { period, horizon });
  const best = test?.methods[0]?.method;
  const forecast = candidates.find(({ name }) => name === best)?.answer(values, horizon);
  return test && forecast ? { forecast, test } : undefined;
}

function atOnce<Value>(work: Generator<undefined, Value>): Value {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

function within(actual: number, { low, high }: Limits, step: number): boolean {
  return actual >= (low[step] ?? Infinity) && actual <= (high[step] ?? -Infinity);
}

function meanChange(history: readonly number[], period: number): number {
  const changes = seasonalDifferences(history, period);
  return changes.reduce((sum, change) => sum + Math.abs(change), 0) / changes.length;
}

function naiveFirst(a: Tested, b: Tested): number {
  return Number(isNaive(b)) - Number(isNaive(a));
}

function isNaive({ method }: Tested): boolean {
  return method === seasonalNaiveName || method === naiveName;
}
