import { expect, test } from "vitest";
import { targetOutlook } from "./target.ts";

/** Four futures over three months, target 100: one reaches it in month 1 and falls back, one in month 2, one in 3, one never. */
const futures = {
  months: 3,
  paths: 4,
  mrr: Float64Array.of(120, 0, 0, 0, 90, 100, 0, 0, 90, 130, 100, 99),
  cumulative: new Float64Array(12),
};

test("the probability counts the futures at or above the target in each month", () => {
  const { probability, probabilityAtEnd, standardError } = targetOutlook(futures, 100, "USD");
  expect(probability).toEqual([0.25, 0.25, 0.5]);
  expect([probabilityAtEnd, standardError]).toEqual([0.5, 0.25]);
});

test("a future that reached the target and fell back has reached it once", () => {
  const { everReached, medianMonth } = targetOutlook(futures, 100, "USD");
  expect([everReached, medianMonth]).toEqual([0.75, 2]);
});
