import { expect, test } from "vitest";
import { bandOf, fanOf } from "./fan.ts";

test("the quantiles of 0 to 1,000 are themselves", () => {
  const values = Float64Array.from({ length: 1001 }, (_, index) => 1000 - index);
  expect(bandOf(values)).toMatchObject({ mean: 500, p5: 50, p10: 100, p25: 250, p50: 500, p75: 750, p90: 900, p95: 950 });
});

test("the error of the mean is s/√N, that of the median √(p(1−p)/N)/f: for a uniform sample both are known", () => {
  const { meanError, p50Error } = bandOf(Float64Array.from({ length: 10_000 }, (_, index) => index));
  expect(meanError).toBe(29); // 10,000/√12/100 = 28.87, rounded up
  expect(p50Error).toBe(50); // 0.5/100 × 10,000
});

test("months do not mix", () => {
  const futures = { months: 2, paths: 3, mrr: Float64Array.of(1, 2, 3, 10, 20, 30), cumulative: Float64Array.of(1, 2, 3, 11, 22, 33) };
  expect(fanOf(futures).map(({ month, mrr, cumulative }) => [month, mrr.p50, cumulative.p50])).toEqual([
    [1, 2, 2],
    [2, 20, 22],
  ]);
});
