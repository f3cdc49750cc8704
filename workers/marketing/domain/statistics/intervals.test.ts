import { expect, test } from "vitest";
import { agrestiCoullInterval, exactInterval, newcombeInterval, normalInterval, wilsonInterval } from "./intervals.ts";

const forty = { count: 40, of: 100 };

test("S04: normal interval of 40 in 100", () => {
  const { low, high } = normalInterval(forty);
  expect(low).toBeCloseTo(0.303982, 6);
  expect(high).toBeCloseTo(0.496018, 6);
});

test("S06: Agresti-Coull interval of 40 in 100", () => {
  const { low, high } = agrestiCoullInterval(forty);
  expect(low).toBeCloseTo(0.309331, 6);
  expect(high).toBeCloseTo(0.498067, 6);
});

test("S07: exact interval of 40 in 100", () => {
  const { low, high } = exactInterval(forty);
  expect(low).toBeCloseTo(0.303295, 6);
  expect(high).toBeCloseTo(0.502791, 6);
});

test("exact interval reaches the end when nothing or everything succeeded (rule of three: 1 - 0.025^(1/n))", () => {
  expect(exactInterval({ count: 0, of: 20 })).toEqual({ low: 0, high: expect.closeTo(1 - 0.025 ** (1 / 20), 10) });
  expect(exactInterval({ count: 20, of: 20 }).high).toBe(1);
});

// Computed independently of this code for the same counts (statsmodels' formulas).
test.each([
  [200, 4000, 0.043667138340424475, 0.05719636062030688],
  [45, 1000, 0.03379951228563171, 0.059682837936223455],
  [14, 28, 0.32633127457293465, 0.6736687254270654],
])("Wilson interval of %i in %i", (count, of, low, high) => {
  const interval = wilsonInterval({ count, of });
  expect(interval.low).toBeCloseTo(low, 12);
  expect(interval.high).toBeCloseTo(high, 12);
});

test.each([
  [200, 4000, 250, 4000, 0.002397871495349436, 0.022647870960817027],
  [14, 28, 16, 30, -0.2110311284961098, 0.2724345142951782],
])("Newcombe interval of %i/%i against %i/%i", (a, n, b, m, low, high) => {
  const interval = newcombeInterval({ count: a, of: n }, { count: b, of: m });
  expect(interval.low).toBeCloseTo(low, 12);
  expect(interval.high).toBeCloseTo(high, 12);
});
