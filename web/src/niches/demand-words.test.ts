import { describe, expect, it } from "vitest";
import type { Demand, DemandTrend, DemandVelocity } from "../../../contracts/services/niche-analysis.ts";
import {
  absentInWords,
  changeInWords,
  forecastInWords,
  growthInWords,
  seasonInWords,
  trendInWords,
  velocityInWords,
  whyUnknown,
} from "./demand-words.ts";

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
        "people",
      ),
    ).toBe("Falling: -30 % a year, 95 % interval -60 % to -10 %; -1 people a month each month (-2 to -0.5), p < 0.001.");
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

describe("what counts say beyond their trend", () => {
  const held = { value: 0.9, low: 0.7, high: 0.97, count: 18, n: 20, method: "wilson-95" as const };
  const growth = { rate: 0.0123, low: -0.001, high: 0.03, level: 0.95, r2: 0.2, offset: 0, n: 24, method: "test" };
  const changePoint = { last: 11, k: 100, p: 0.0002, n: 24, method: "test", month: "2025-01", before: 10.5, after: 30.25, changed: true };
  const forecast = {
    method: "ETS(A,N,N), form by AICc",
    mean: [10, 20],
    low: [2, 4],
    high: [30, 40],
    level: 0.95,
    inner: { low: [5, 8], high: [25, 33], level: 0.8 },
    from: "2026-01",
    period: 12,
    n: 40,
    seed: 1,
    test: { origins: 6, horizon: 2, methods: [{ method: "ETS", mase: 0.7, coverage: held, innerCoverage: { ...held, value: 0.75 } }] },
  };

  it("is growth with its interval, also without an upper limit", () => {
    expect(growthInWords({ ...demand, growth })).toBe("Growth: +1.2 % a month, 95 % interval -0.1 % to +3 %, over 24 months.");
    expect(growthInWords({ ...demand, growth: { ...growth, high: null } })).toContain("-0.1 % to no upper limit");
    expect(growthInWords(demand)).toBeUndefined();
  });

  it("is a change of level with both levels, or none", () => {
    expect(changeInWords({ ...demand, changePoint })).toBe(
      "The level changed in 2025-01: 10.5 texts a month before, 30.3 since (p < 0.001, 24 months). A steady trend shows as such a change too.",
    );
    expect(changeInWords({ ...demand, changePoint: { ...changePoint, adjustedP: 0.3, changed: false } })).toBe(
      "No change of level that could be told from chance (p 0.3, 24 months).",
    );
  });

  it("is a forecast with its ranges and how it did on the past", () => {
    expect(forecastInWords({ ...demand, forecast })).toBe(
      "Next 2 months: 15 texts a month on average; in the last of them 80 % range 8 to 33, 95 % range 4 to 40. Method: ETS(A,N,N), form by AICc. In 6 tests on its own past (40 months) its error was 0.7 of the naive one's (MASE), and the 95 % range held 90 % of the counts (70 % to 97 %), the 80 % range 75 %.",
    );
    expect(forecastInWords({ ...demand, forecast: { ...forecast, method: "seasonal naive" } })).toContain("repeating the past");
  });

  it("is the strength of the season, and by which rule a figure is not given", () => {
    expect(seasonInWords({ ...demand, season: { strength: 0.5, trendStrength: 0.25, n: 30, method: "test" } })).toBe(
      "Strength of the season 0.50, of the trend 0.25 (0 none, 1 all; 30 months).",
    );
    const few = "It takes 24 whole months; there are 9.";
    const absent = [
      { figure: "season" as const, rule: few },
      { figure: "forecast" as const, rule: few },
    ];
    expect(absentInWords({ ...demand, absent })).toEqual([`Season, Forecast: not given. ${few}`]);
    expect(absentInWords(demand)).toEqual([]);
  });
});
