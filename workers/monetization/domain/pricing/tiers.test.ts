import { expect, test } from "vitest";
import { tierBases, tierPrices } from "./tiers.ts";

test("every paid tier costs twice the one below, from 10 units on", () => {
  expect(tierBases(4)).toEqual([1000, 2000, 4000, 8000]);
  expect(tierPrices(4)).toEqual([1099, 2099, 4099, 8099]);
});

test("a free tier stays free and does not count as a step", () => {
  expect(tierBases(3, { free: true })).toEqual([0, 1000, 2000, 4000]);
  expect(tierPrices(2, { free: true, base: 999 })).toEqual([0, 999, 1999]);
});
