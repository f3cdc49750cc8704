/** Exponential smoothing as a model of chance: relative errors, additive trend, multiplicative season. */
import { chances } from "../../../../kit/statistics/chance.ts";
import { minimum } from "../../../../kit/statistics/minimum.ts";
import { forecastLevel, futurePaths, limitsOf, type Forecaster } from "./forecast.ts";
import { seasonalFigure } from "../decomposition/classical-seasons.ts";

export interface EtsModel {
  alpha: number;
  /** Of the trend: b = b + β (l + b) ε. */
  beta: number;
  gamma: number;
  /** Before the first observation; `season` of the first steps in order, its mean 1. */
  start: EtsState;
}

export interface EtsState {
  level: number;
  trend: number;
  season: number[];
}

export interface EtsFit {
  state: EtsState;
  logLikelihood: number;
  aic: number;
  /** Variance of the relative errors, with the parameters taken off the divisor. */
  variance: number;
}

/**
 * ETS(M,A,M) of Hyndman, Koehler, Ord & Snyder 2008, section 2.5: y = (l + b) s (1 + ε), l = (l + b)(1 + αε), b = b + β(l + b)ε,
 * s = s(1 + γε). Log-likelihood up to a constant, −½ (n ln Σε² + 2 Σ ln|ŷ|), as R's forecast has it; AIC counts α, β, γ, the free starting values
 * and the variance.
 */
export function ets(values: readonly number[], { alpha, beta, gamma, start }: EtsModel): EtsFit {
  let state = start;
  let squares = 0;
  let logs = 0;
  for (const value of values) {
    const expected = expectedNext(state);
    const error = value / expected - 1;
    squares += error ** 2;
    logs += Math.log(Math.abs(expected));
    state = after(state, error, { alpha, beta, gamma });
  }
  const n = values.length;
  const free = 3 + 2 + start.season.length - 1;
  const twice = n * Math.log(squares) + 2 * logs;
  return { state, logLikelihood: -twice / 2, aic: twice + 2 * (free + 1), variance: squares / (n - free) };
}

/**
 * The likeliest α, β, γ, first level and first trend; the first season is the classical one and stays. So the likelihood is a little below
 * the best. 0 < β < α < 1 and 0 < γ < 1 − α, the usual region. Values of two whole periods, all above 0.
 */
export function fitEts(values: readonly number[], period: number): EtsModel {
  const season = seasonalFigure(values, period, "multiplicative");
  const calm = values.slice(0, 2 * period).map((value, i) => value / (season[i % period] ?? 1));
  const half = (from: number) => calm.slice(from, from + period).reduce((sum, value) => sum + value, 0) / period;
  const trend = (half(period) - half(0)) / period;
  const level = half(0) - (trend * (period + 1)) / 2;
  const modelOf = ([alpha = 0, beta = 0, gamma = 0, l = 0, b = 0]: readonly number[]): EtsModel => ({
    alpha,
    beta,
    gamma,
    start: { level: l, trend: b, season },
  });
  const found = minimum(
    (at) => {
      const [alpha = 0, beta = 0, gamma = 0] = at;
      const inside = beta > 1e-4 && beta < alpha && alpha < 1 && gamma > 1e-4 && gamma < 1 - alpha;
      return inside ? -ets(values, modelOf(at)).logLikelihood : Number.NaN;
    },
    [0.3, 0.01, 0.1, level, trend],
    [0.1, 0.01, 0.1, level / 20, level / 200],
    { evaluations: 1500 },
  );
  return modelOf(found.at);
}

/** What is expected without errors, and limits from 1,000 seeded futures with normal errors. */
export function continueEts({ state, variance }: EtsFit, model: EtsModel, horizon: number, seed: number) {
  const { process } = chances(seed);
  const path = (error: () => number) => {
    let now = state;
    return Array.from({ length: horizon }, () => {
      const expected = expectedNext(now);
      const chance = error();
      now = after(now, chance, model);
      return expected * (1 + chance);
    });
  };
  const spread = Math.sqrt(variance);
  const paths = Array.from({ length: futurePaths }, () => path(() => spread * process.normal()));
  return { mean: path(() => 0), ...limitsOf(paths, horizon) };
}

export function etsForecast(period: number, seed: number): Forecaster {
  return (history, horizon) => {
    if (history.length < 2 * period + 2 || Math.min(...history) <= 0) return undefined;
    const model = fitEts(history, period);
    return { method: "ETS(M,A,M)", ...continueEts(ets(history, model), model, horizon, seed), level: forecastLevel };
  };
}

function expectedNext({ level, trend, season: [own = 0] }: EtsState): number {
  return (level + trend) * own;
}

function after({ level, trend, season: [own = 0, ...others] }: EtsState, error: number, by: Omit<EtsModel, "start">): EtsState {
  const base = level + trend;
  return { level: base * (1 + by.alpha * error), trend: trend + by.beta * base * error, season: [...others, own * (1 + by.gamma * error)] };
}
