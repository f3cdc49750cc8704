import { expect, test } from "vitest";
import { averageRevenue, projectSeries } from "./series.ts";

const defaults = { initialUsers: 0, acquisition: 50, acquisitionGrowth: 0.05, conversion: 0.2, churn: 0.05 };
const tiers = [
  { minor: 999, share: 0.6 },
  { minor: 1999, share: 0.3 },
  { minor: 4999, share: 0.1 },
];

// golden.json R03: all defaults over 36 months, prices 9.99 / 19.99 / 49.99, mix 60 / 30 / 10 %. In cents here.
test("R03: users, revenue and cumulative revenue of months 1, 12, 24, 36, as the predecessor", () => {
  const series = projectSeries(defaults, tiers, 36, "whole-users");
  const shown = [1, 12, 24, 36].map((month) => series[month - 1]).map((at) => [at?.month, at?.total, at?.paid, at?.mrr, at?.cumulative]);
  expect(shown).toEqual([
    [1, 50, 0, 0, 0],
    [12, 595, 320, 543_680, 2_758_369],
    [24, 1317, 847, 1_435_154, 14_811_264],
    [36, 2425, 1613, 2_736_389, 39_884_494],
  ]);
});

test("without monthly rounding no paying user is lost between tiers", () => {
  for (const month of projectSeries(defaults, tiers, 36, "expected")) {
    expect(month.tiers.reduce((sum, users) => sum + users, 0)).toBe(month.paid);
    expect(month.free + month.paid).toBe(month.total);
  }
});

test("cumulative revenue is the sum of the months", () => {
  const series = projectSeries(defaults, tiers, 24, "expected");
  expect(series.at(-1)?.cumulative).toBe(series.reduce((sum, { mrr }) => sum + mrr, 0));
});

test("average revenue per paying user is the mix-weighted price", () => {
  expect(averageRevenue(tiers)).toBeCloseTo(999 * 0.6 + 1999 * 0.3 + 4999 * 0.1, 9);
});
