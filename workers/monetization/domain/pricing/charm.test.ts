import { expect, test } from "vitest";
import { charm, tieredPrice } from "./charm.ts";

// golden.json, area pricing: what the predecessor's calculate_price answers. Prices in cents here.
test("P03: base 10 × tier 1 × market 1.5 is 15.99", () => {
  expect(tieredPrice({ base: 1000, tierMultiplier: 1, marketAdjustment: 1.5 })).toBe(1599);
});

test("P04: base 10 × tier 2 × market 1.5 is 30.99", () => {
  expect(tieredPrice({ base: 1000, tierMultiplier: 2, marketAdjustment: 1.5 })).toBe(3099);
});

test("P06: base 0.5 is 0.99", () => {
  expect(tieredPrice({ base: 50, tierMultiplier: 1, marketAdjustment: 1 })).toBe(99);
});

test("a price of 20.99 stays 20.99: the predecessor's fit to its own test is left out", () => {
  expect(tieredPrice({ base: 1000, tierMultiplier: 2, marketAdjustment: 1 })).toBe(2099);
});

test("binary arithmetic just below a whole unit does not lose that unit", () => {
  expect(charm(100 * ((0.1 + 0.7) * 10))).toBe(899); // 799.9999999999999 stands for 800
});
