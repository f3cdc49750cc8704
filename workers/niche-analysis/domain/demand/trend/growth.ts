/** Growth as a rate: a straight line through the logarithms. */
import { studentQuantile } from "../../../../kit/statistics/beta.ts";
import { mean, pointsOf, type Series } from "./series.ts";

export interface Growth {
  /** Change of the logarithm in one step, with its interval. */
  slope: number;
  low: number;
  high: number;
  intercept: number;
  /** e^slope − 1: 0.01 is one per cent a step. */
  rate: number;
  rateLow: number;
  rateHigh: number;
  /** Share of the logarithms' variance that the line explains. */
  r2: number;
  /** What was added to every value so that zeros have a logarithm. */
  offset: number;
  n: number;
}

/**
 * Least squares on ln(y + c) with Student's t for the interval of the slope. c is 0 where all values are positive, else ½ (a choice of
 * ours), which pulls the rate of small counts towards 0. The interval holds for independent residuals; months that resemble their
 * neighbours make it too narrow. `undefined` for fewer than three values or a negative one.
 */
export function logLinearGrowth(series: Series, level = 0.95): Growth | undefined {
  const points = pointsOf(series);
  const lowest = Math.min(...points.map(({ value }) => value));
  if (points.length < 3 || lowest < 0) return undefined;
  const offset = lowest > 0 ? 0 : 0.5;
  const logs = points.map(({ time, value }) => ({ time, log: Math.log(value + offset) }));
  const [atTime, atLog] = [mean(logs.map(({ time }) => time)), mean(logs.map(({ log }) => log))];
  const sum = (of: (point: { time: number; log: number }) => number) => logs.reduce((total, point) => total + of(point), 0);
  const spread = sum(({ time }) => (time - atTime) ** 2);
  const slope = sum(({ time, log }) => (time - atTime) * (log - atLog)) / spread;
  const intercept = atLog - slope * atTime;
  const unexplained = sum(({ time, log }) => (log - intercept - slope * time) ** 2);
  const whole = sum(({ log }) => (log - atLog) ** 2);
  const freedom = points.length - 2;
  const half = studentQuantile((1 + level) / 2, freedom) * Math.sqrt(unexplained / freedom / spread);
  const [low, high] = [slope - half, slope + half];
  return {
    slope,
    low,
    high,
    intercept,
    rate: Math.expm1(slope),
    rateLow: Math.expm1(low),
    rateHigh: Math.expm1(high),
    r2: whole === 0 ? 0 : 1 - unexplained / whole,
    offset,
    n: points.length,
  };
}
