import { expect, test } from "vitest";
import { minimum } from "./minimum.ts";
import { increasingRoot } from "./root.ts";

test("finds the bottom of Rosenbrock's valley (1960) at (1, 1)", () => {
  const found = minimum(([x = 0, y = 0]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2, [-1.2, 1], [0.5, 0.5], { tolerance: 1e-14 });
  expect(found.at[0]).toBeCloseTo(1, 4);
  expect(found.at[1]).toBeCloseTo(1, 4);
});

test("stays where the function is a number", () => {
  // The free minimum lies at −2; only x ≥ 0 is allowed.
  const found = minimum(([x = 0]) => (x < 0 ? Number.NaN : (x + 2) ** 2), [3], [1]);
  expect(found.at[0]).toBeGreaterThanOrEqual(0);
  expect(found.at[0]).toBeLessThan(0.01);
});

test("spends no more evaluations than it is given", () => {
  let spent = 0;
  minimum(
    ([x = 0, y = 0]) => {
      spent++;
      return x * x + y * y;
    },
    [5, 5],
    [1, 1],
    { evaluations: 30, tolerance: 0 },
  );
  expect(spent).toBeLessThanOrEqual(33);
});

test("a root is found to the last digit, or the end before which there is none", () => {
  expect(increasingRoot((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 15);
  expect(increasingRoot(() => -1, 0, 2)).toBeCloseTo(2, 12);
});
