import { expect, test } from "vitest";
import { profit, subscriptionRevenue } from "./profit.ts";

// golden.json R06 and R07. In cents here.
test("R06: 100 users at 10 and 20 at 25 bring 1,500, 12.50 each", () => {
  const tiers = [
    { id: "a", price: 1000, users: 100 },
    { id: "b", price: 2500, users: 20 },
  ];
  expect(subscriptionRevenue(tiers)).toEqual({ totalRevenue: 150_000, totalUsers: 120, arpu: 1250 });
});

test("R07: 1,500 less 850 of costs leaves 650, a margin of 43.33 %", () => {
  const result = profit(150_000, { infrastructure: 10_000, development: 50_000, marketing: 20_000, support: 5_000 });
  expect(result).toMatchObject({ totalRevenue: 150_000, totalCosts: 85_000, profit: 65_000 });
  expect(result.profitMargin).toBeCloseTo(43.333333333333336, 12);
});

test("no users and no revenue have no average and no margin", () => {
  expect(subscriptionRevenue([]).arpu).toBeNull();
  expect(profit(0, { support: 100 })).toMatchObject({ profit: -100, profitMargin: null });
});
