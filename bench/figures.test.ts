import { expect, it } from "vitest";
import { compared, growthExponent, median, met } from "./figures.ts";

it("finds the middle of an odd and an even number of values", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

it("finds the exponent of a power law", () => {
  const law = (k: number) => [1_000, 2_000, 8_000].map((size) => ({ size, time: 3 * size ** k }));
  expect(growthExponent(law(1))).toBeCloseTo(1, 10);
  expect(growthExponent(law(2))).toBeCloseTo(2, 10);
});

it("holds the ratio against its bar where there is one, else the value, and lets no missing number pass", () => {
  const figure = { name: "a", unit: "KiB", value: 4_000 };
  expect(met({ ...figure, ratio: 1, bar: { atMost: 1 } })).toBe(true);
  expect(met({ ...figure, ratio: 1.01, bar: { atMost: 1 } })).toBe(false);
  expect(met({ ...figure, bar: { atLeast: 4_000 } })).toBe(true);
  expect(met({ ...figure, bar: { atMost: 3_072 } })).toBe(false);
  expect(met({ ...figure, ratio: NaN, bar: { atMost: 1 } })).toBe(false);
  expect(met(figure)).toBe(true);
});

it("compares pair by pair, so that a slow moment of the machine strikes both sides", () => {
  const figure = compared("turns", "1/s", [90, 9, 80], { name: "bare", samples: [100, 10, 100] }, { atLeast: 0.9 });
  expect(figure).toMatchObject({ value: 80, baseline: { value: 100 }, ratio: 0.9, ratioRange: [0.8, 0.9] });
});
