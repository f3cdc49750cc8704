/** A series taken apart: trend, season, and what neither explains. */
import { loess, localFit } from "./loess.ts";
import { variance } from "../trend/series.ts";

export interface Decomposition {
  trend: number[];
  season: number[];
  remainder: number[];
}

/** Passes over trend and season; two settle it where there are no outliers (Cleveland et al., section 3.2). */
const passes = 2;

/**
 * STL (Cleveland, Cleveland, McRae & Terpenning 1990) without its robust weights, with a season that repeats exactly: each place in the
 * cycle gets the mean of its season. Spans as R chooses them: trend 1.5 · period ÷ (1 − 1.5/(10 n + 1)) and low-pass the period, both the
 * next odd number. Needs two whole cycles: `undefined` with fewer, or a period below 2.
 */
export function stl(values: readonly number[], period: number): Decomposition | undefined {
  const n = values.length;
  if (period < 2 || n < 2 * period) return undefined;
  const seasonSpan = 10 * n + 1;
  const seasonOptions = { span: seasonSpan, degree: 0, jump: Math.ceil(seasonSpan / 10) } as const;
  const trendOptions = { span: nextOdd(Math.ceil((1.5 * period) / (1 - 1.5 / seasonSpan))), degree: 1, jump: 2 } as const;
  const lowPassOptions = { span: nextOdd(period), degree: 1, jump: 2 } as const;
  let trend = values.map(() => 0);
  let season = trend;
  for (let pass = 0; pass < passes; pass++) {
    const cycles = cycleSeries(
      values.map((value, i) => value - (trend[i] ?? 0)),
      period,
      seasonOptions,
    );
    const low = loess(movingMean(movingMean(movingMean(cycles, period), period), 3), lowPassOptions);
    season = values.map((_, i) => (cycles[i + period] ?? 0) - (low[i] ?? 0));
    trend = loess(
      values.map((value, i) => value - (season[i] ?? 0)),
      trendOptions,
    );
  }
  const repeated = meanCycle(season, period);
  return { trend, season: repeated, remainder: values.map((value, i) => value - (trend[i] ?? 0) - (repeated[i] ?? 0)) };
}

/**
 * How much of what is left without the season is trend, and without the trend is season: max(0, 1 − Var R ÷ Var(T + R)), and the same with
 * S (Wang, Smith & Hyndman 2006). 0 none, 1 all of it.
 */
export function strengths({ trend, season, remainder }: Decomposition): { trend: number; season: number } {
  const noise = variance(remainder);
  const strength = (part: readonly number[]) => {
    const whole = variance(part.map((value, i) => value + (remainder[i] ?? 0)));
    return whole === 0 ? 0 : Math.max(0, 1 - noise / whole);
  };
  return { trend: strength(trend), season: strength(season) };
}

/** Each month's own series smoothed, and continued by one cycle at either end: `period` longer on both sides than `values`. */
function cycleSeries(values: readonly number[], period: number, options: { span: number; degree: 0; jump: number }): number[] {
  const smoothed = Array.from({ length: values.length + 2 * period }, () => 0);
  for (let place = 0; place < period; place++) {
    const own = values.filter((_, i) => i % period === place);
    const k = own.length;
    const before = localFit(own, -1, 0, Math.min(options.span, k), options);
    const after = localFit(own, k, Math.max(0, k - options.span), k, options);
    [before, ...loess(own, options), after].forEach((value, cycle) => {
      smoothed[place + cycle * period] = value;
    });
  }
  return smoothed;
}

/** Means of `width` neighbours, `width` − 1 fewer than there are values. */
function movingMean(values: readonly number[], width: number): number[] {
  let sum = values.slice(0, width).reduce((total, value) => total + value, 0);
  const means = [sum / width];
  for (let i = width; i < values.length; i++) {
    sum += (values[i] ?? 0) - (values[i - width] ?? 0);
    means.push(sum / width);
  }
  return means;
}

function meanCycle(season: readonly number[], period: number): number[] {
  const means = Array.from({ length: period }, (_, place) => {
    const own = season.filter((_value, i) => i % period === place);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  });
  return season.map((_, i) => means[i % period] ?? 0);
}

function nextOdd(value: number): number {
  return value % 2 === 0 ? value + 1 : value;
}
