/** Level, trend and season, each a running mean in which the past fades. */
import { chances } from "../../../../kit/statistics/chance.ts";
import { minimum } from "../../../../kit/statistics/minimum.ts";
import { centredMean, seasonalFigure, type SeasonForm } from "../decomposition/classical-seasons.ts";
import { forecastLevel, futurePaths, innerLevel, limitsOf, type Forecaster } from "./forecast.ts";

/** How much the newest observation counts, each 0 to 1. */
export interface Smoothing {
  level: number;
  trend: number;
  season: number;
}

export interface SmoothedState {
  level: number;
  /** Change in one step. */
  trend: number;
  /** Of the next steps in order, one period long. */
  season: number[];
}

export interface Smoothed {
  /** After the last observation. */
  state: SmoothedState;
  /** Of every observation after the first period: the value expected one step before it. */
  fitted: number[];
  residuals: number[];
  squaredError: number;
}

/**
 * Holt 1957, Winters 1960, in the form of R's HoltWinters: l = α(y − s) + (1 − α)(l + b); b = β(l − l₋₁) + (1 − β)b; s = γ(y − l) + (1 − γ)s,
 * the season from the *new* level (ETS uses l₋₁ + b there); the multiplicative form divides by s and l instead. Starts after the first
 * period, from the classical split of the first two. Values of two whole periods at least.
 */
export function holtWinters(values: readonly number[], period: number, form: SeasonForm, smoothing: Smoothing): Smoothed {
  let state = startOf(values.slice(0, 2 * period), period, form);
  const fitted: number[] = [];
  const residuals: number[] = [];
  for (const value of values.slice(period)) {
    const expected = expectedNext(state, form);
    fitted.push(expected);
    residuals.push(value - expected);
    state = after(state, value, form, smoothing);
  }
  return { state, fitted, residuals, squaredError: residuals.reduce((sum, residual) => sum + residual ** 2, 0) };
}

/** What is expected `horizon` steps on: the trend goes on, the season repeats. */
export function continued({ level, trend, season }: SmoothedState, form: SeasonForm, horizon: number): number[] {
  return Array.from({ length: horizon }, (_, step) => {
    const base = level + (step + 1) * trend;
    const own = season[step % season.length] ?? 0;
    return form === "additive" ? base + own : base * own;
  });
}

/** The smoothing with the least squared error one step ahead, from three starts. */
export function fitSmoothing(values: readonly number[], period: number, form: SeasonForm): Smoothing {
  const smoothingOf = ([level = 0, trend = 0, season = 0]: readonly number[]): Smoothing => ({
    level: inUnit(level),
    trend: inUnit(trend),
    season: inUnit(season),
  });
  const found = [
    [0.3, 0.1, 0.1],
    [0.2, 0.05, 0.7],
    [0.7, 0.05, 0.3],
  ].map((start) => minimum((at) => holtWinters(values, period, form, smoothingOf(at)).squaredError, start, [0.1, 0.05, 0.1]));
  return smoothingOf(found.toSorted((a, b) => a.value - b.value)[0]?.at ?? []);
}

/**
 * Fits and continues. Limits by 1,000 seeded futures in which the residuals of the fit are drawn again, relative to the expected value in the
 * multiplicative form. Parameters count as known, so the limits are somewhat too narrow.
 */
export function holtWintersForecast(period: number, form: SeasonForm, seed: number): Forecaster {
  const name = `Holt-Winters, ${form}`;
  return {
    name,
    answer: (history, horizon) => {
      if (history.length < 2 * period + 2) return undefined;
      if (form === "multiplicative" && Math.min(...history) <= 0) return undefined;
      const smoothing = fitSmoothing(history, period, form);
      const { state, fitted, residuals } = holtWinters(history, period, form, smoothing);
      const errors = residuals.map((residual, i) => (form === "additive" ? residual : residual / (fitted[i] ?? 1)));
      const { process } = chances(seed);
      const paths = Array.from({ length: futurePaths }, () => {
        let now = state;
        return Array.from({ length: horizon }, () => {
          const expected = expectedNext(now, form);
          const error = errors[Math.floor(process.uniform() * errors.length)] ?? 0;
          const value = form === "additive" ? expected + error : expected * (1 + error);
          now = after(now, value, form, smoothing);
          return value;
        });
      });
      return {
        method: name,
        mean: continued(state, form, horizon),
        ...limitsOf(paths, horizon, forecastLevel),
        level: forecastLevel,
        inner: { ...limitsOf(paths, horizon, innerLevel), level: innerLevel },
      };
    },
  };
}

function startOf(values: readonly number[], period: number, form: SeasonForm): SmoothedState {
  const trend = centredMean(values, period).filter((value) => value !== null);
  const centre = (trend.length + 1) / 2;
  const middle = trend.reduce((sum, value) => sum + value, 0) / trend.length;
  const spread = trend.reduce((sum, _, i) => sum + (i + 1 - centre) ** 2, 0);
  const slope = trend.reduce((sum, value, i) => sum + (i + 1 - centre) * (value - middle), 0) / spread;
  return { level: middle - slope * centre, trend: slope, season: seasonalFigure(values, period, form) };
}

function expectedNext({ level, trend, season: [own = 0] }: SmoothedState, form: SeasonForm): number {
  return form === "additive" ? level + trend + own : (level + trend) * own;
}

function after({ level: l, trend: b, season: [s = 0, ...others] }: SmoothedState, value: number, form: SeasonForm, smoothing: Smoothing) {
  const level = smoothing.level * (form === "additive" ? value - s : value / s) + (1 - smoothing.level) * (l + b);
  const trend = smoothing.trend * (level - l) + (1 - smoothing.trend) * b;
  const season = smoothing.season * (form === "additive" ? value - level : value / level) + (1 - smoothing.season) * s;
  return { level, trend, season: [...others, season] };
}

function inUnit(value: number): number {
  return Math.min(1, Math.max(0, value));
}
