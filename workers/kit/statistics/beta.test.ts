import { expect, test } from "vitest";
import { betaCdf, betaQuantile, exactLimits, logGamma, studentCdf, studentQuantile } from "./beta.ts";

// Values of SciPy 1.17.
test.each([
  [0.1, 2.25271265],
  [1, 0],
  [5.5, 3.95781397],
  [100.5, 361.43554047],
])("ln Γ(%d) = %d", (x, value) => {
  expect(logGamma(x)).toBeCloseTo(value, 7);
});

test.each([
  [0.2, 2, 3, 0.1808],
  [0.5, 0.5, 0.5, 0.5],
  [0.9, 30, 4, 0.57694366],
  [0.51, 5000, 4800, 0.4838270312723084],
])("P(X ≤ %d) of Beta(%d, %d) is %d", (x, a, b, share) => {
  expect(betaCdf(x, a, b)).toBeCloseTo(share, 8);
  expect(betaQuantile(share, a, b)).toBeCloseTo(x, 7);
});

test.each([
  [0.975, 1, 12.70620474],
  [0.95, 10, 1.81246112],
  [0.995, 142, 2.61089529],
  [0.05, 10, -1.81246112],
])("quantile %d of Student's t with %i degrees is %d", (p, freedom, t) => {
  expect(studentQuantile(p, freedom)).toBeCloseTo(t, 7);
  expect(studentCdf(t, freedom)).toBeCloseTo(p, 9);
});

// 40 of 100 is a golden case of the product's predecessor (S07); 0 of 20 is SciPy's binomtest.
test("exact limits of a share", () => {
  const limits = exactLimits(40, 100);
  expect([limits.low, limits.high]).toEqual([expect.closeTo(0.303295, 6), expect.closeTo(0.502791, 6)]);
  expect(exactLimits(0, 20)).toEqual({ low: 0, high: expect.closeTo(0.16843347, 8) });
  expect(exactLimits(20, 20)).toEqual({ low: expect.closeTo(1 - 0.16843347, 8), high: 1 });
  expect(exactLimits(0, 0)).toEqual({ low: 0, high: 1 });
});
