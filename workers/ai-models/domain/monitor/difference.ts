/**
 * How two groups of calls differ, with intervals: shares by Newcombe (1998, "Interval estimation for the difference between independent
 * proportions", method 10), percentiles by the order statistics around each (David and Nagaraja 2003, 7.1) put together by Zou and
 * Donner (2008, MOVER). Both take calls as independent.
 */
import { z95 } from "../../../kit/statistics/normal.ts";
import { relativeError, type Sketch } from "./sketch.ts";

/** An estimate between two bounds that hold it with 95 %. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

/** A share with Wilson's interval (1927). `of` at least 1. */
export function share(hits: number, of: number): Interval {
  const value = hits / of;
  const z2 = z95 * z95;
  const middle = value + z2 / (2 * of);
  const reach = z95 * Math.sqrt((value * (1 - value)) / of + z2 / (4 * of * of));
  const scale = 1 + z2 / of;
  return { value, low: Math.max(0, (middle - reach) / scale), high: Math.min(1, (middle + reach) / scale) };
}

/**
 * The quantile `q` with the values that enclose it; each bound is let out by the error of the sketch. Undefined where there are so few
 * values that no bound exists on one side: then the largest or smallest seen says nothing about what lies beyond.
 */
export function percentile(sketch: Sketch, q: number): Interval | undefined {
  const n = sketch.count;
  const reach = z95 * Math.sqrt(n * q * (1 - q));
  const [below, above] = [Math.floor(n * q - reach) - 1, Math.ceil(n * q + reach)];
  const value = sketch.quantile(q);
  if (value === undefined || below < 0 || above > n - 1) return undefined;
  return { value, low: sketch.atRank(below) * (1 - relativeError), high: sketch.atRank(above) * (1 + relativeError) };
}

/** `to` less `from`. */
export function difference(from: Interval, to: Interval): Interval {
  const value = to.value - from.value;
  return {
    value,
    low: value - Math.hypot(to.value - to.low, from.high - from.value),
    high: value + Math.hypot(to.high - to.value, from.value - from.low),
  };
}
