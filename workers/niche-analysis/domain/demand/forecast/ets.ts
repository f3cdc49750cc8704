/** Exponential smoothing as models of chance: fifteen forms, of which the data choose one. */
import { chances } from "../../../../kit/statistics/chance.ts";
import { minimum } from "../../../../kit/statistics/minimum.ts";
import { seasonalFigure } from "../decomposition/classical-seasons.ts";
import { forecastLevel, futurePaths, innerLevel, limitsOf, type Forecaster } from "./forecast.ts";

/** How error, trend and season enter: additively (A), multiplicatively (M), damped (Ad) or not at all (N), as Hyndman et al. name them. */
export interface EtsForm {
  error: "A" | "M";
  trend: "N" | "A" | "Ad";
  season: "N" | "A" | "M";
}

export interface EtsModel {
  form: EtsForm;
  alpha: number;
  /** Of the trend; 0 without one. */
  beta: number;
  /** Of the season; 0 without one. */
  gamma: number;
  /** What is left of the trend after a step: 1 where it is not damped. */
  phi: number;
  /** Before the first observation; `season` of the first steps in order, empty without one. */
  start: EtsState;
}

export interface EtsState {
  level: number;
  trend: number;
  season: readonly number[];
}

export interface EtsFit {
  state: EtsState;
  logLikelihood: number;
  aic: number;
  /** AIC for few observations (Hurvich & Tsai 1989). */
  aicc: number;
  /** Variance of the errors, relative ones in a multiplicative form, with the parameters taken off the divisor. */
  variance: number;
}

/** `ETS(M,Ad,M)` */
export function nameOf({ error, trend, season }: EtsForm): string {
  return `ETS(${error},${trend},${season})`;
}

/** Those that stay stable: additive errors do not go with a multiplicative season. Seasonal ones where `seasonal`, relative ones where all is above 0. */
export function etsForms({ seasonal, positive }: { seasonal: boolean; positive: boolean }): EtsForm[] {
  const errors = positive ? (["A", "M"] as const) : (["A"] as const);
  const seasons = seasonal ? (["N", "A", "M"] as const) : (["N"] as const);
  return errors.flatMap((error) =>
    (["N", "A", "Ad"] as const).flatMap((trend) =>
      seasons.filter((season) => error === "M" || season !== "M").map((season) => ({ error, trend, season })),
    ),
  );
}

/**
 * The state space models of Hyndman, Koehler, Ord & Snyder 2008, section 2.5. Expected is l + φb, plus or times s; of the deviation a the level
 * takes αa, the trend βa, the season γa, where the season multiplies divided by s, s and l + φb. Log-likelihood up to a constant,
 * −½ (n ln Σε² + 2 Σ ln|ŷ|), the second sum for relative errors only, as R's forecast has it; AIC counts the smoothing, the free starting
 * values and the variance.
 */
export function ets(values: readonly number[], model: EtsModel): EtsFit {
  const state = begun(model);
  let squares = 0;
  let logs = 0;
  for (const value of values) {
    const expected = expectedNext(state, model);
    const error = model.form.error === "A" ? value - expected : value / expected - 1;
    squares += error ** 2;
    if (model.form.error === "M") logs += Math.log(Math.abs(expected));
    step(state, value - expected, model);
  }
  const n = values.length;
  const free = freeOf(model);
  const twice = n * Math.log(squares) + 2 * logs;
  const aic = twice + 2 * (free + 1);
  return {
    state: stateOf(state),
    logLikelihood: -twice / 2,
    aic,
    aicc: n > free + 2 ? aic + (2 * (free + 1) * (free + 2)) / (n - free - 2) : Infinity,
    variance: squares / (n - free),
  };
}

/** Of longer seasons the classical one stays as it is: so many starting values would cost more than they tell. */
const longestFitted = 12;

/**
 * The likeliest smoothing and starting values of one form; the first season begins as the classical one and is then fitted too. 0 < β < α < 1,
 * 0 < γ < 1 − α and 0.8 ≤ φ ≤ 0.98, the usual region. Seasonal forms need two whole periods, relative ones values above 0.
 */
export function fitEts(values: readonly number[], period: number, form: EtsForm): EtsModel {
  const season = form.season === "N" ? [] : seasonalFigure(values, period, form.season === "A" ? "additive" : "multiplicative");
  const calm = values.slice(0, Math.max(2 * period, 10)).map((value, i) => withoutSeason(value, season[i % season.length], form));
  const { level, trend } = lineThrough(calm);
  const scale = Math.max(Math.abs(level), Math.abs(trend), 1e-9);
  const first: EtsModel = {
    form,
    alpha: 0.3,
    beta: form.trend === "N" ? 0 : 0.01,
    gamma: form.season === "N" ? 0 : 0.1,
    phi: 0.96,
    start: { level, trend, season },
  };
  const start = form.trend === "Ad" ? first : { ...first, phi: 1 };
  let best = smoothed(values, start, scale);
  if (form.season === "N" || period > longestFitted) return best;
  // Of the season only what its mean leaves free is fitted: all but the first.
  for (let pass = 0; pass < 2; pass++) {
    const from = best;
    const typical = form.season === "M" ? 1 : scale;
    const found = minimum(
      ([...others]) => unlikeliness(values, { ...from, start: { ...from.start, season: balanced(others, form) } }),
      from.start.season.slice(1),
      from.start.season.slice(1).map(() => typical * 0.02),
      { evaluations: 60 * period, tolerance: 1e-9 },
    );
    best = smoothed(values, { ...from, start: { ...from.start, season: balanced(found.at, form) } }, scale);
  }
  return best;
}

/** What is expected without errors, and limits from 1,000 seeded futures with normal errors. */
export function continueEts({ state, variance }: EtsFit, model: EtsModel, horizon: number, seed: number) {
  const { process } = chances(seed);
  const path = (error: () => number) => {
    const now = begun({ ...model, start: state });
    return Array.from({ length: horizon }, () => {
      const expected = expectedNext(now, model);
      const chance = error() * (model.form.error === "A" ? 1 : expected);
      step(now, chance, model);
      return expected + chance;
    });
  };
  const spread = Math.sqrt(variance);
  const paths = Array.from({ length: futurePaths }, () => path(() => spread * process.normal()));
  return {
    mean: path(() => 0),
    ...limitsOf(paths, horizon, forecastLevel),
    inner: { ...limitsOf(paths, horizon, innerLevel), level: innerLevel },
  };
}

/** Of the forms that the values allow, the one with the lowest AICc, of equals the first; `undefined` below ten values. */
export function chooseEts(values: readonly number[], period: number): { model: EtsModel; fit: EtsFit } | undefined {
  if (values.length < 10) return undefined;
  const forms = etsForms({ seasonal: period > 1 && values.length >= 2 * period + 2, positive: Math.min(...values) > 0 });
  let best: { model: EtsModel; fit: EtsFit } | undefined;
  for (const form of forms) {
    const model = fitEts(values, period, form);
    const fit = ets(values, model);
    if (Number.isFinite(fit.aicc) && fit.variance >= 0 && fit.aicc < (best?.fit.aicc ?? Infinity)) best = { model, fit };
  }
  return best;
}

export const etsName = "ETS, form by AICc";

export function etsForecast(period: number, seed: number): Forecaster {
  return {
    name: etsName,
    answer: (history, horizon) => {
      const chosen = chooseEts(history, period);
      if (!chosen) return undefined;
      const { model, fit } = chosen;
      return { method: `${nameOf(model.form)}, form by AICc`, ...continueEts(fit, model, horizon, seed), level: forecastLevel };
    },
  };
}

/** Smoothing, damping and first level and trend, the season as it stands. */
function smoothed(values: readonly number[], from: EtsModel, scale: number): EtsModel {
  const { form } = from;
  const fields = (["alpha", "beta", "gamma", "phi"] as const).filter(
    (field) =>
      field === "alpha" ||
      (field === "beta" && form.trend !== "N") ||
      (field === "gamma" && form.season !== "N") ||
      (field === "phi" && form.trend === "Ad"),
  );
  const steps = { alpha: 0.1, beta: 0.01, gamma: 0.1, phi: -0.03 };
  const modelOf = (at: readonly number[]): EtsModel => {
    const smoothing = Object.fromEntries(fields.map((field, i) => [field, at[i] ?? 0]));
    const level = at[fields.length] ?? 0;
    const trend = form.trend === "N" ? 0 : (at[fields.length + 1] ?? 0);
    return { ...from, ...smoothing, start: { ...from.start, level, trend } };
  };
  const withTrend = form.trend === "N" ? [] : [1];
  const found = minimum(
    (at) => unlikeliness(values, modelOf(at)),
    [...fields.map((field) => from[field]), from.start.level, ...withTrend.map(() => from.start.trend)],
    [...fields.map((field) => steps[field]), scale / 20, ...withTrend.map(() => scale / 200)],
    { evaluations: 250 * (fields.length + 1 + withTrend.length), tolerance: 1e-9 },
  );
  return modelOf(found.at);
}

function unlikeliness(values: readonly number[], model: EtsModel): number {
  const { alpha, beta, gamma, phi, form } = model;
  const inside =
    alpha > 1e-4 &&
    alpha < 0.9999 &&
    (form.trend === "N" || (beta > 1e-4 && beta < alpha)) &&
    (form.season === "N" || (gamma > 1e-4 && gamma < 1 - alpha)) &&
    (form.trend !== "Ad" || (phi >= 0.8 && phi <= 0.98));
  return inside ? -ets(values, model).logLikelihood : Number.NaN;
}

/** Smoothing, level, trend, damping, and all of the season but one. */
function freeOf({ form, start }: EtsModel): number {
  const trend = { N: 0, A: 2, Ad: 3 }[form.trend];
  return 2 + trend + (form.season === "N" ? 0 : 1 + start.season.length - 1);
}

function withoutSeason(value: number, own: number | undefined, { season }: EtsForm): number {
  if (own === undefined || season === "N") return value;
  return season === "A" ? value - own : value / own;
}

/** A whole season of which all but the first are given: its mean is 1 where it multiplies, else 0. */
function balanced(others: readonly number[], { season }: EtsForm): number[] {
  const sum = others.reduce((total, value) => total + value, 0);
  return [(season === "M" ? others.length + 1 : 0) - sum, ...others];
}

/** Least squares; `level` one step before the first value. */
function lineThrough(values: readonly number[]): { level: number; trend: number } {
  const middle = (values.length + 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = values.reduce((sum, _, i) => sum + (i + 1 - middle) ** 2, 0);
  const trend = spread === 0 ? 0 : values.reduce((sum, value, i) => sum + (i + 1 - middle) * (value - mean), 0) / spread;
  return { level: mean - trend * middle, trend };
}

/** A state that is written over, its season in a ring. */
interface Running {
  level: number;
  trend: number;
  season: number[];
  place: number;
}

function begun({ start: { level, trend, season } }: EtsModel): Running {
  return { level, trend, season: [...season], place: 0 };
}

function stateOf({ level, trend, season, place }: Running): EtsState {
  return { level, trend, season: [...season.slice(place), ...season.slice(0, place)] };
}

function expectedNext({ level, trend, season, place }: Running, { form, phi }: EtsModel): number {
  const base = level + phi * trend;
  if (form.season === "N") return base;
  const own = season[place] ?? 0;
  return form.season === "A" ? base + own : base * own;
}

function step(state: Running, deviation: number, { form, alpha, beta, gamma, phi }: EtsModel): void {
  const base = state.level + phi * state.trend;
  const own = state.season[state.place] ?? 0;
  const ofBase = form.season === "M" ? deviation / own : deviation;
  state.level = base + alpha * ofBase;
  state.trend = phi * state.trend + beta * ofBase;
  if (form.season === "N") return;
  state.season[state.place] = own + gamma * (form.season === "M" ? deviation / base : deviation);
  state.place = (state.place + 1) % state.season.length;
}
