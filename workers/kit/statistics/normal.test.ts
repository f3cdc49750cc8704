import { expect, test } from "vitest";
import { normalCdf, normalQuantile, normalTail, twoSidedP, z95 } from "./normal.ts";

// Values of SciPy 1.17 (stats.norm).
test.each([
  [-5, 2.86651572e-7],
  [-1.5, 0.0668072013],
  [0.3, 0.617911422],
  [2.9, 0.998134187],
  [3.1, 0.999032397],
])("the share below %d is %d", (x, share) => {
  expect(normalCdf(x) / share).toBeCloseTo(1, 8);
});

test("tails keep their digits far out", () => {
  expect(normalTail(3) / 1.349898031630095e-3).toBeCloseTo(1, 12);
  expect(normalTail(6) / 9.86587645e-10).toBeCloseTo(1, 8);
  expect(normalTail(0)).toBe(0.5);
});

test("quantiles undo shares", () => {
  expect(normalQuantile(0.975)).toBeCloseTo(z95, 12);
  expect(normalQuantile(0.001)).toBeCloseTo(-3.09023231, 8);
  expect(normalQuantile(0.6)).toBeCloseTo(0.2533471, 7);
});

test("a statistic of ±1.96 has p = 0.05", () => {
  expect(twoSidedP(z95)).toBeCloseTo(0.05, 12);
  expect(twoSidedP(-z95)).toBeCloseTo(0.05, 12);
  expect(twoSidedP(0)).toBe(1);
});
