import { expect, test } from "vitest";
import { areaUnderCurve } from "./enumeration.ts";

test("times that lie apart are told apart always, equal ones by chance, and ties count half", () => {
  expect(areaUnderCurve([5, 6, 7], [1, 2, 3])).toBe(1);
  expect(areaUnderCurve([1, 2, 3], [5, 6, 7])).toBe(0);
  expect(areaUnderCurve([1, 2, 3], [1, 2, 3])).toBe(0.5);
  // Three of four pairs are won.
  expect(areaUnderCurve([2, 4], [1, 3])).toBe(0.75);
});
