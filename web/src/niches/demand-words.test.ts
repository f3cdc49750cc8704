import { describe, expect, it } from "vitest";
import type { Demand, DemandTrend, DemandVelocity } from "../../../contracts/services/niche-analysis.ts";
import { trendInWords, velocityInWords, whyUnknown } from "./demand-words.ts";

const trend: DemandTrend = {
  slope: 0.4567,
  low: 0.1,
  high: 0.81,
  start: 4,
  yearly: { value: 0.4, low: 0.09, high: 0.7 },
  p: 0.0123,
  method: "test",
};
const velocity: DemandVelocity = {
  ratio: 2.04,
  low: 1.48,
  high: 2.7312,
  p: 0.001,
  recent: { count: 61, months: 3 },
  before: { count: 120, months: 12 },
  method: "test",
};
const demand: Demand = { class: "too-few", unit: "texts", n: 7, undated: 1200, outside: 1, from: "2024-01", counts: [3, 4] };

describe("demand in words", () => {
  it("never states a trend without its interval", () => {
    expect(trendInWords("rising", trend, "texts")).toBe(
      "Rising: +40 % a year, 95 % interval +9 % to +70 %; +0.46 texts a month each month (+0.1 to +0.81), p 0.012.",
    );
    expect(
      trendInWords(
        "falling",
        { ...trend, slope: -1, low: -2, high: -0.5, yearly: { value: -0.3, low: -0.6, high: -0.1 }, p: 1e-7 },
        "authors",
      ),
    ).toBe("Falling: -30 % a year, 95 % interval -60 % to -10 %; -1 authors a month each month (-2 to -0.5), p < 0.001.");
  });

  it("calls a rise that is one of many by chance no trend, with the p that counts", () => {
    expect(trendInWords("no-trend", { ...trend, adjustedP: 0.12 }, "texts")).toBe(
      "No trend that could be told from chance: +0.46 texts a month each month (+0.1 to +0.81), p 0.12.",
    );
  });

  it("compares the quarter with the year, and says where there is no bound", () => {
    expect(velocityInWords(velocity)).toBe(
      "Last quarter: 2.04 times the rate of the year before, 95 % interval 1.48 to 2.73 (61 in 3 months, 120 in the 12 before).",
    );
    expect(velocityInWords({ ...velocity, ratio: null, high: null, before: { count: 0, months: 12 } })).toBe(
      "New in the last quarter: 61 in 3 months, 0 in the 12 before.",
    );
    expect(velocityInWords({ ...velocity, high: null })).toContain("at least 1.48");
  });

  it("says what is lacking for a trend", () => {
    expect(whyUnknown(demand)).toBe(
      "A trend needs at least 20 dated texts in whole months; there are 7 counted in 2 whole months (1,200 texts without a date, 1 outside the whole months).",
    );
    expect(whyUnknown({ ...demand, class: "too-short", n: 90 })).toMatch(/^A trend needs at least eight whole months; there are 90/);
  });
});
