import { assert, double, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { cappedDemand, saturatingDemand, saturatingOptimum, saturatingShare, unboundedDemand } from "./demand.ts";

const market = { basePrice: 2000, marketSize: 1000, elasticity: 0.8, shareAtPrice: 0.5 };

test("the capped curve never sells to more than the market; the unbounded one does", () => {
  expect(unboundedDemand(market, 0.5)).toBe(1741);
  expect(cappedDemand(market, 0.5)).toBe(1000);
  expect(cappedDemand(market, 1.25)).toBe(836);
});

test("the saturating curve passes through the stated share with the stated elasticity", () => {
  expect(saturatingShare(market, 2000)).toBeCloseTo(0.5, 12);
  const step = 0.01;
  const slope = (Math.log(saturatingShare(market, 2000 + step)) - Math.log(saturatingShare(market, 2000 - step))) / (2 * step);
  expect(-slope * 2000).toBeCloseTo(0.8, 6);
});

test("the saturating curve falls with the price and stays within the market", () => {
  assert(
    property(
      double({ min: 0.05, max: 20, noNaN: true }),
      double({ min: 0.001, max: 0.95, noNaN: true }),
      double({ min: 0, max: 5, noNaN: true }),
      (elasticity, shareAtPrice, multiplier) => {
        const any = { ...market, elasticity, shareAtPrice };
        const demand = saturatingDemand(any, multiplier);
        expect(demand).toBeLessThanOrEqual(any.marketSize);
        expect(saturatingDemand(any, multiplier * 1.5)).toBeLessThanOrEqual(demand);
      },
    ),
  );
});

test("the computed optimum beats every price nearby, for revenue and for profit", () => {
  assert(
    property(
      double({ min: 0.2, max: 10, noNaN: true }),
      double({ min: 0.001, max: 0.9, noNaN: true }),
      integer({ min: 0, max: 3000 }),
      (elasticity, shareAtPrice, cost) => {
        const any = { ...market, elasticity, shareAtPrice };
        const profit = (price: number) => (price - cost) * saturatingShare(any, price);
        const best = saturatingOptimum(any, cost);
        expect(best).toBeGreaterThan(cost);
        for (const factor of [0.9, 0.99, 1.01, 1.1]) expect(profit(cost + (best - cost) * factor)).toBeLessThan(profit(best));
      },
    ),
  );
});

test("an elasticity of exactly 1 puts the revenue optimum at the base price", () => {
  expect(saturatingOptimum({ ...market, elasticity: 1, shareAtPrice: 0.05 }, 0)).toBeCloseTo(2000, 4);
});
