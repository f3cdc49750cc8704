import { expect, test } from "vitest";
import { blendedPrice, strategyPrice, type PriceInputs } from "./strategies.ts";

// golden.json, area pricing: cost 5, perception 0.8, competitor 19.99, sensitivity 0.7, margin 0.3. In cents here.
const golden: PriceInputs = { costPerUser: 500, competitorPrice: 1999, valuePerception: 0.8, priceSensitivity: 0.7, profitMargin: 0.3 };

test("P07: value-based is 14.99", () => expect(strategyPrice("value-based", golden)).toBe(1499));
test("P09: cost-plus is 11.99", () => expect(strategyPrice("cost-plus", golden)).toBe(1199));
test("P10: neither of the three strategies weighs the views about equally: 13.99", () => expect(strategyPrice("equal", golden)).toBe(1399));

test("competitor-based blends 0.2 × 7.142857 + 0.2 × 15.992 + 0.6 × 18.3908", () => {
  expect(blendedPrice("competitor-based", golden)).toBeCloseTo(1566.1451, 3);
  expect(strategyPrice("competitor-based", golden)).toBe(1599);
});

test("without a competitor's price cost-plus is cost / (1 − margin) and the others have no price", () => {
  const alone = { ...golden, competitorPrice: undefined };
  expect(blendedPrice("cost-plus", alone)).toBeCloseTo(714.2857, 4);
  expect(strategyPrice("cost-plus", alone)).toBe(799);
  expect(["value-based", "competitor-based", "equal"].map((name) => strategyPrice(name as "equal", alone))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("a tier whose price lands near 20.99 is not rewritten to 19.99", () => {
  expect(strategyPrice("competitor-based", { ...golden, competitorPrice: 2650 })).toBe(2099);
});
