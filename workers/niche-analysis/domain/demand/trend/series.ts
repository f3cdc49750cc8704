/** A series of equally spaced observations, as all of `demand/` takes it. */

/** `null` where an observation is missing; its place in time still counts. */
export type Series = readonly (number | null)[];

export interface Point {
  /** Index in the series: months, where the series is monthly. */
  time: number;
  value: number;
}

/** What was observed, in order. */
export function pointsOf(series: Series): Point[] {
  return series.flatMap((value, time) => (value === null ? [] : [{ time, value }]));
}

/** Middle value, the mean of the two middle ones of an even number; NaN of nothing. */
export function median(values: readonly number[]): number {
  const ascending = Float64Array.from(values).sort();
  const middle = ascending.length / 2;
  return ((ascending[Math.ceil(middle) - 1] ?? Number.NaN) + (ascending[Math.floor(middle)] ?? Number.NaN)) / 2;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** With the divisor n − 1. */
export function variance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
