/** What was measured, made ready for drawing: one row of figures for each series, in step with the times of the window. */
import type { Figures, Metrics, MetricSeries } from "../../../../contracts/services/model-monitor.ts";

export const stepMsOf = { minute: 60_000, hour: 3_600_000 } as const;

/** Where the points of the window begin. */
export function timesOf({ from, until, resolution }: Metrics): number[] {
  const step = stepMsOf[resolution];
  const start = Date.parse(from);
  return Array.from({ length: Math.round((Date.parse(until) - start) / step) }, (_, index) => start + index * step);
}

/** How a figure is read from what was measured, and what it is where nothing was: 0 for what is counted, null for what is not known. */
export interface Reading {
  of: (figures: Figures) => number | null;
  otherwise: 0 | null;
}

export function valuesOf(series: MetricSeries, times: readonly number[], { of, otherwise }: Reading): (number | null)[] {
  const points = new Map(series.points.map((point) => [Date.parse(point.at), point]));
  return times.map((at) => {
    const point = points.get(at);
    return point === undefined ? otherwise : of(point);
  });
}

/** The busiest first; equal ones by name, so that a line keeps its look while it is watched. */
export function byRequests(series: readonly MetricSeries[]): MetricSeries[] {
  const name = ({ model, version, node }: MetricSeries) => `${model} ${version} ${node ?? ""}`;
  return series.toSorted((a, b) => b.total.requests - a.total.requests || (name(a) < name(b) ? -1 : 1));
}

/** Share of requests that the cache answered. */
export function cacheShare({ requests, cacheHits }: Figures): number | null {
  return requests === 0 ? null : cacheHits / requests;
}

export function failures({ errors }: Pick<Figures, "errors">): number {
  return Object.values(errors).reduce((sum, count) => sum + count, 0);
}
