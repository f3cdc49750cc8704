import { describe, expect, it } from "vitest";
import { referenceAbsent, referenceText } from "../../testing/reference.ts";
import { airPassengers, shampoo } from "../../testing/series.ts";
import { hamedRao } from "./hamed-rao.ts";
import { mannKendall, type TrendTest } from "./mann-kendall.ts";
import { correlatedSeasonal, seasonalMannKendall } from "./seasonal-trend.ts";
import type { Series } from "./series.ts";
import { seasonalSlope, sensSlope } from "./theil-sen.ts";

interface Expected {
  s: number;
  var_s: number;
  z: number;
  p: number;
  Tau: number;
  slope: number;
  intercept: number;
}

function fits(test: TrendTest, expected: Expected) {
  expect(test.s).toBe(expected.s);
  expect(test.variance).toBeCloseTo(expected.var_s, 6);
  expect(test.z).toBeCloseTo(expected.z, 9);
  expect(test.p).toBeCloseTo(expected.p, 9);
  expect(test.tauA).toBeCloseTo(expected.Tau, 12);
}

describe("shampoo sales, as pyMannKendall and SciPy have them", () => {
  it("rise: S 440, Z 5.98, tau-a 0.698", () => {
    fits(mannKendall(shampoo), {
      s: 440,
      var_s: 5390,
      z: 5.979572523983071,
      p: 2.237239504765398e-9,
      Tau: 0.6984126984126984,
      slope: 11.509375,
      intercept: 78.73593749999998,
    });
    expect(mannKendall(shampoo).tauB).toBeCloseTo(0.6984126984126985, 12);
  });

  it("by 11.5 a month, between 8.6 and 14.4", () => {
    const { slope, intercept, low, high } = sensSlope(shampoo);
    expect([slope, intercept, low, high]).toEqual([
      expect.closeTo(11.509375, 9),
      expect.closeTo(78.7359375, 9),
      expect.closeTo(8.625, 9),
      expect.closeTo(14.413333333333334, 9),
    ]);
  });

  it("between equal months of different years by 140 a year", () => {
    fits(seasonalMannKendall(shampoo, 12), {
      s: 30,
      var_s: 44,
      z: 4.371914496377573,
      p: 1.2316176136506485e-5,
      Tau: 0.8333333333333334,
      slope: 0,
      intercept: 0,
    });
    const { slope, intercept } = seasonalSlope(shampoo, 12);
    expect([slope, intercept]).toEqual([expect.closeTo(139.925, 9), expect.closeTo(76.09270833333335, 9)]);
  });
});

describe("the airline's passengers", () => {
  it("rise in 98.99 % of the pairs of equal months, against 80.9 % of all pairs", () => {
    expect(seasonalMannKendall(airPassengers, 12)).toMatchObject({ s: 784, tauA: expect.closeTo(0.98989898989899, 12) });
    expect(mannKendall(airPassengers)).toMatchObject({
      s: 8327,
      tauA: expect.closeTo(0.8087606837606838, 12),
      tauB: expect.closeTo(0.8098232119400294, 12),
    });
    expect(seasonalSlope(airPassengers, 12).slope).toBeCloseTo(30.23611111111111, 9);
    expect(sensSlope(airPassengers)).toEqual({
      slope: expect.closeTo(2.451216287678477, 12),
      intercept: expect.closeTo(90.23803543098887, 9),
      low: expect.closeTo(2.2941176470588234, 12),
      high: expect.closeTo(2.6216216216216215, 12),
    });
  });
});

describe.skipIf(referenceAbsent)("pyMannKendall's arbitrary series of 30 years, with gaps", () => {
  const reference = referenceAbsent
    ? undefined
    : (JSON.parse(referenceText("trend/mann_kendall.json")) as {
        data: { arbitrary_1d: (number | null)[]; daily_births: number[] };
        expected: Record<
          "arbitrary_1d" | "daily_births",
          Record<"original_test" | "seasonal_test", Expected> & {
            scipy_theilslopes_nan_dropped: { slope: number; low: number; high: number };
            scipy_kendalltau_b: { tau: number };
            published_test_values: Record<"hamed_rao_default_no_abs" | "hamed_rao_lag3", { p: number; z: number; var_s: number }> & {
              correlated_seasonal_12: { z: number; s: number };
            };
          }
        >;
      });
  const series: Series = reference?.data.arbitrary_1d ?? [];
  const expected = reference?.expected.arbitrary_1d;
  const births = reference?.expected.daily_births;

  it("has no trend, by the original test", () => {
    if (!expected) return;
    fits(mannKendall(series), expected.original_test);
    expect(mannKendall(series).tauB).toBeCloseTo(expected.scipy_kendalltau_b.tau, 12);
    expect(sensSlope(series)).toMatchObject({
      slope: expect.closeTo(expected.original_test.slope, 12),
      intercept: expect.closeTo(expected.original_test.intercept, 9),
    });
  });

  it("falls, once its seasons are compared with themselves", () => {
    if (!expected) return;
    fits(seasonalMannKendall(series, 12), expected.seasonal_test);
    const { slope, intercept } = seasonalSlope(series, 12);
    expect([slope, intercept]).toEqual([
      expect.closeTo(expected.seasonal_test.slope, 12),
      expect.closeTo(expected.seasonal_test.intercept, 9),
    ]);
  });

  it("has the published values of Hamed and Rao's test, with three lags and with all of them", () => {
    if (!expected) return;
    const { hamed_rao_lag3: three, hamed_rao_default_no_abs: all } = expected.published_test_values;
    const test = hamedRao(series);
    expect([test.variance / three.var_s, test.z, test.p]).toEqual([
      expect.closeTo(1, 12),
      expect.closeTo(three.z, 9),
      expect.closeTo(three.p, 9),
    ]);
    const whole = hamedRao(series, series.length);
    expect([whole.variance / all.var_s, whole.z, whole.p]).toEqual([
      expect.closeTo(1, 9),
      expect.closeTo(all.z, 9),
      expect.closeTo(all.p, 9),
    ]);
  });

  it("falls no more for certain once its seasons may resemble each other, as published", () => {
    if (!expected) return;
    const { z, s } = expected.published_test_values.correlated_seasonal_12;
    const test = correlatedSeasonal(series, 12);
    // pyMannKendall makes no correction for continuity here.
    expect([test.s, test.s / Math.sqrt(test.variance)]).toEqual([s, expect.closeTo(z, 9)]);
  });

  it("has SciPy's slope and limits when its gaps are closed", () => {
    if (!expected) return;
    const { slope, low, high } = expected.scipy_theilslopes_nan_dropped;
    expect(sensSlope(series.filter((value) => value !== null))).toMatchObject({
      slope: expect.closeTo(slope, 12),
      low: expect.closeTo(low, 12),
      high: expect.closeTo(high, 12),
    });
  });

  it("daily births rise, with SciPy's limits of the slope", () => {
    if (!births || !reference) return;
    fits(mannKendall(reference.data.daily_births), births.original_test);
    fits(seasonalMannKendall(reference.data.daily_births, 12), births.seasonal_test);
    const { low, high } = births.scipy_theilslopes_nan_dropped;
    expect(sensSlope(reference.data.daily_births)).toMatchObject({ low: expect.closeTo(low, 12), high: expect.closeTo(high, 12) });
  });
});

describe("without variation", () => {
  it("there is no trend and no tau-b", () => {
    const flat = Array.from({ length: 12 }, () => 7);
    expect(mannKendall(flat)).toEqual({ n: 12, s: 0, variance: 0, z: 0, p: 1, tauA: 0, tauB: Number.NaN });
    expect(hamedRao(flat).p).toBe(1);
    expect(sensSlope(flat)).toMatchObject({ slope: 0, intercept: 7, low: 0, high: 0 });
  });
});

describe("neighbouring months that resemble each other", () => {
  it("make the same rise less certain", () => {
    // A slow wave around a slight rise: runs of high and low months.
    const wave = Array.from({ length: 60 }, (_, i) => 20 + 0.3 * i + 8 * Math.sin(i / 5));
    expect(hamedRao(wave).p).toBeGreaterThan(mannKendall(wave).p * 5);
  });

  it("three observations have a slope and no limits", () => {
    expect(sensSlope([1, 2, 4])).toMatchObject({ slope: 1.5, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY });
  });
});
