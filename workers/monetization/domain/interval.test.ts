import { expect, test } from "vitest";
import { quantile, wilson } from "./interval.ts";

test("Wilson's 95 % interval of 15 in 148 is 0.0624 to 0.1605 (Newcombe 1998, table I, method 3)", () => {
  const { low, high } = wilson(15, 148);
  expect(low).toBeCloseTo(0.0624, 4);
  expect(high).toBeCloseTo(0.1605, 4);
});

test("no trials say nothing; no successes still leave a share possible", () => {
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  expect(wilson(0, 20).low).toBe(0);
  expect(wilson(0, 20).high).toBeCloseTo(0.1611, 4); // Newcombe 1998, 0/20
});

test("quantiles interpolate between order statistics as type 7", () => {
  expect([0, 0.25, 0.5, 1].map((p) => quantile([1, 2, 3, 10], p))).toEqual([1, 1.75, 2.5, 10]);
});
