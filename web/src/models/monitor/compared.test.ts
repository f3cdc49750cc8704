import { expect, test } from "vitest";
import type { Comparison } from "../../../../contracts/services/model-monitor.ts";
import { comparedRows, reachOf, verdictOn } from "./compared.ts";

const figures = {
  requests: 10,
  errors: {},
  errorRate: 0.1,
  tokens: 0,
  cacheHits: 0,
  hedges: 0,
  fallbacks: {},
  latencyMs: { p50: 5, p95: 9, p99: 12 },
  queueMs: null,
};
const none = { p50: null, p95: null, p99: null };
const comparison: Comparison = {
  from: "2026-11-29T13:00:00.000Z",
  until: "2026-11-29T14:00:00.000Z",
  baseline: { model: "a", version: "1", ...figures },
  candidate: { model: "a", version: "2", ...figures, errorRate: 0.2, latencyMs: { p50: 6, p95: 9, p99: 11 } },
  difference: {
    errorRate: { value: 0.1, low: 0.02, high: 0.18 },
    latencyMs: { p50: { value: 1, low: -2, high: 4 }, p95: { value: -3, low: -5, high: -1 }, p99: null },
    queueMs: none,
  },
};

test("every figure of both stands beside their difference", () => {
  const rows = comparedRows(comparison);
  expect(rows).toHaveLength(7);
  expect(rows[0]).toMatchObject({ name: "Failed", baseline: 0.1, candidate: 0.2 });
  expect(rows[1]).toMatchObject({ name: "Time to the answer, p50", baseline: 5, candidate: 6, difference: { value: 1 } });
  expect(rows[4]).toMatchObject({ name: "Wait in the queue, p50", baseline: null, candidate: null, difference: null });
});

test("an interval that reaches over zero shows no difference; one that does not says which is better", () => {
  expect(comparedRows(comparison).map(({ difference }) => verdictOn(difference))).toEqual([
    "candidate-worse",
    "no-difference",
    "candidate-better",
    "unknown",
    "unknown",
    "unknown",
    "unknown",
  ]);
  expect(verdictOn({ value: 1, low: 0, high: 2 })).toBe("no-difference");
});

test("the axis reaches as far as the farthest interval of its measure", () => {
  const rows = comparedRows(comparison);
  expect(reachOf(rows, "milliseconds")).toBe(5);
  expect(reachOf(rows, "share")).toBe(0.18);
  expect(reachOf([], "milliseconds")).toBe(1);
});
