import { expect, test } from "vitest";
import { chances } from "../../../kit/statistics/chance.ts";
import { bandOf, fanOf } from "./fan.ts";

test("the quantiles of 0 to 1,000 are themselves", () => {
  const values = Float64Array.from({ length: 1001 }, (_, index) => 1000 - index);
  expect(bandOf(values)).toMatchObject({ mean: 500, p5: 50, p10: 100, p25: 250, p50: 500, p75: 750, p90: 900, p95: 950 });
});

test("the error of the mean is s/√N, that of the median √(p(1−p)/N)/f: for a uniform sample both are known", () => {
  const { meanError, p50Error } = bandOf(Float64Array.from({ length: 10_000 }, (_, index) => index));
  expect(meanError).toBe(29); // 10,000/√12/100 = 28.87, rounded up
  expect(p50Error).toBe(50); // 0.5/100 × 10,000
});

test("months do not mix", () => {
  const futures = { months: 2, paths: 3, mrr: Float64Array.of(1, 2, 3, 10, 20, 30), cumulative: Float64Array.of(1, 2, 3, 11, 22, 33) };
  expect(fanOf(futures).map(({ month, mrr, cumulative }) => [month, mrr.p50, cumulative.p50])).toEqual([
    [1, 2, 2],
    [2, 20, 22],
  ]);
});

test("the fan of a lognormal walk has its closed-form quantiles and mean at every month", () => {
  // 1,000 that grows by exp(0.05 + 0.08 z) a month: quantiles 1,000·exp(0.05 t + 0.08 √t z_p), mean 1,000·exp(0.05 t + 0.0032 t).
  const published = [
    {
      month: 1,
      p5: 921.6513,
      p10: 948.8314,
      p25: 996.0486,
      p50: 1051.2711,
      p75: 1109.5552,
      p90: 1164.7706,
      p95: 1199.1204,
      mean: 1054.6406,
    },
    {
      month: 6,
      p5: 977.9232,
      p10: 1050.082,
      p25: 1182.7326,
      p50: 1349.8588,
      p75: 1540.6008,
      p90: 1735.2158,
      p95: 1863.2535,
      mean: 1376.0265,
    },
    {
      month: 12,
      p5: 1155.0744,
      p10: 1277.4246,
      p25: 1511.4658,
      p50: 1822.1188,
      p75: 2196.6206,
      p90: 2599.0708,
      p95: 2874.3749,
      mean: 1893.4489,
    },
    {
      month: 24,
      p5: 1742.5537,
      p10: 2009.1996,
      p25: 2548.8826,
      p50: 3320.1169,
      p75: 4324.7093,
      p90: 5486.3522,
      p95: 6325.8748,
      mean: 3585.1489,
    },
  ];
  const { process } = chances(1);
  const [months, paths] = [24, 50_000];
  const mrr = new Float64Array(months * paths);
  for (let path = 0; path < paths; path++) {
    // Cents, which the fan rounds to.
    for (let month = 0, value = 100_000; month < months; month++)
      mrr[month * paths + path] = value *= Math.exp(0.05 + 0.08 * process.normal());
  }
  const fan = fanOf({ months, paths, mrr, cumulative: mrr });
  for (const { month, mean, ...quantiles } of published) {
    const band = fan[month - 1]?.mrr;
    // Four standard errors of the outermost quantile at the last month.
    for (const [key, value] of Object.entries(quantiles))
      expect(Math.abs(Math.log((band?.[key as keyof typeof quantiles] ?? 0) / value / 100))).toBeLessThan(0.015);
    expect(Math.abs((band?.mean ?? 0) - 100 * mean)).toBeLessThan(4 * (band?.meanError ?? 0));
    expect(Math.abs((band?.p50 ?? 0) - 100 * quantiles.p50)).toBeLessThan(4 * (band?.p50Error ?? 0));
  }
});
