import { expect, test } from "vitest";
import type { Figures, Metrics, MetricSeries } from "../../../../contracts/services/model-monitor.ts";
import { byRequests, cacheShare, timesOf, valuesOf } from "./lines.ts";

const figures = (requests: number, p95: number | null = 10): Figures => ({
  requests,
  errors: {},
  errorRate: requests === 0 ? null : 0,
  tokens: 0,
  cacheHits: 1,
  hedges: 0,
  fallbacks: {},
  latencyMs: p95 === null ? null : { p50: p95, p95, p99: p95 },
  queueMs: null,
});
const series = (model: string, requests: number, points: MetricSeries["points"] = []): MetricSeries => ({
  model,
  version: "1",
  node: null,
  total: figures(requests),
  points,
});
const metrics: Metrics = {
  from: "2026-11-29T13:00:00.000Z",
  until: "2026-11-29T13:04:00.000Z",
  resolution: "minute",
  relativeError: 0.01,
  series: [
    series("a", 7, [
      { at: "2026-11-29T13:01:00.000Z", ...figures(5) },
      { at: "2026-11-29T13:03:00.000Z", ...figures(2, null) },
    ]),
  ],
};

test("the times are those of whole points, the one under way included", () => {
  expect(timesOf(metrics).map((at) => new Date(at).toISOString().slice(11, 16))).toEqual(["13:00", "13:01", "13:02", "13:03"]);
  expect(timesOf({ ...metrics, until: "2026-11-30T13:00:00.000Z", resolution: "hour" })).toHaveLength(24);
});

test("where nothing was measured counts are 0, and latencies are not known", () => {
  const [one] = metrics.series;
  expect(valuesOf(one ?? series("", 0), timesOf(metrics), { of: ({ requests }) => requests, otherwise: 0 })).toEqual([0, 5, 0, 2]);
  expect(valuesOf(one ?? series("", 0), timesOf(metrics), { of: ({ latencyMs }) => latencyMs?.p95 ?? null, otherwise: null })).toEqual([
    null,
    10,
    null,
    null,
  ]);
});

test("the busiest series comes first, and equal ones keep their order", () => {
  const names = (...all: MetricSeries[]) => byRequests(all).map(({ model }) => model);
  expect(names(series("b", 1), series("c", 9), series("a", 1))).toEqual(["c", "a", "b"]);
  expect(names(series("a", 1), series("b", 1), series("c", 9))).toEqual(["c", "a", "b"]);
});

test("a share of no requests is not known", () => {
  expect(cacheShare(figures(0))).toBeNull();
  expect(cacheShare(figures(4))).toBe(0.25);
});
