import { describe, expect, test } from "vitest";
import { linearScale, monthTicks, niceTicks } from "./axis.ts";

describe("a linear scale", () => {
  test("puts the ends of the domain on the ends of the drawing, upside down too", () => {
    const y = linearScale([0, 200], [300, 20]);
    expect([y(0), y(100), y(200)]).toEqual([300, 160, 20]);
  });

  test("puts a domain of one figure in the middle instead of dividing by zero", () => {
    expect(linearScale([7, 7], [0, 100])(7)).toBe(50);
  });
});

describe("ticks", () => {
  test.each([
    [61_416, 5, [0, 20_000, 40_000, 60_000, 80_000]],
    [9, 5, [0, 2, 4, 6, 8, 10]],
    [100, 5, [0, 20, 40, 60, 80, 100]],
    [0.7, 4, [0, 0.2, 0.4, 0.6, 0.8]],
  ])("cover %d in about %d round steps", (highest, wanted, expected) => {
    const ticks = niceTicks(highest, wanted);
    expect(ticks).toHaveLength(expected.length);
    ticks.forEach((tick, index) => expect(tick).toBeCloseTo(expected[index] ?? Number.NaN, 9));
  });

  test("of nothing still make an axis", () => {
    expect(niceTicks(0, 5)).toEqual([0, 1]);
    expect(niceTicks(Number.NaN, 5)).toEqual([0, 1]);
  });

  test("of months start with the first and keep to the space", () => {
    expect(monthTicks(36, 12)).toEqual([1, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36]);
    expect(monthTicks(36, 6)).toEqual([1, 6, 12, 18, 24, 30, 36]);
    expect(monthTicks(5, 6)).toEqual([1, 2, 3, 4, 5]);
  });
});
