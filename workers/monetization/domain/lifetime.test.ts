import { expect, test } from "vitest";
import { lifetimeValue, paybackMonths } from "./lifetime.ts";

const golden = { currency: "USD", arpu: 1500, churn: 0.05, discountRate: 0, grossMargin: 0.8 } as const;

// golden.json R04: ARPU 15, churn 0.05. In cents here.
test("R04: a lifetime of 20 months is worth 300; the first year 180; three and five years no more than the lifetime", () => {
  const value = lifetimeValue(golden);
  expect(value.averageLifetimeMonths).toBeCloseTo(20, 12);
  expect([value.lifetimeValue, value.oneYearValue, value.threeYearValue, value.fiveYearValue].map((amount) => amount?.minor)).toEqual([
    30000, 18000, 30000, 30000,
  ]);
});

test("without churn the lifetime has no end and only the horizons have a value", () => {
  const value = lifetimeValue({ ...golden, churn: 0 });
  expect([value.averageLifetimeMonths, value.lifetimeValue, value.expected.forever]).toEqual([null, null, null]);
  expect([value.oneYearValue.minor, value.fiveYearValue.minor, value.expected.oneYear.minor]).toEqual([18000, 90000, 18000]);
});

test("the expected first year counts that some leave in it: 15 × (1 − 0.95^12)/0.05 = 137.89", () => {
  expect(lifetimeValue(golden).expected.oneYear.minor).toBe(13789);
  expect(lifetimeValue(golden).expected.forever?.minor).toBe(30000);
});

test("discounting lowers what comes later, and gives a value even without churn", () => {
  expect(lifetimeValue({ ...golden, churn: 0, discountRate: 0.01 }).expected.forever?.minor).toBe(151500); // 15 × 1.01/0.01
});

test("everybody leaving at once is worth one month", () => {
  const value = lifetimeValue({ ...golden, churn: 1 });
  expect([value.lifetimeValue?.minor, value.expected.fiveYears.minor]).toEqual([1500, 1500]);
});

test("payback is cost / (ARPU × margin), and never without a margin", () => {
  expect(paybackMonths(6000, 1500, 0.8)).toBeCloseTo(5, 12);
  expect(paybackMonths(6000, 1500, 0)).toBeNull();
});
