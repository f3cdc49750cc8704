import { describe, expect, it } from "vitest";
import { projectionInputsSchema } from "../../../../contracts/services/projections.ts";
import { simulateFutures, type Futures } from "./futures.ts";
import { readParameters } from "./parameters.ts";

const exactly = (value: number) => ({ value, low: value, high: value });

/** 50 paths over 3 months at one unit of revenue a paying user; nothing grows, and every rate is certain. */
function simulated(initialUsers: number, acquisition: number, conversion: number, churn: number): Futures {
  const inputs = projectionInputsSchema.parse({
    initialUsers,
    acquisition: exactly(acquisition),
    acquisitionGrowth: exactly(0),
    conversion: exactly(conversion),
    churn: exactly(churn),
  });
  return simulateFutures({ parameters: readParameters(inputs, new Set()), averageRevenue: 1, months: 3, paths: 50, seed: 7 });
}
/** The values of one month in all paths. */
const month = (values: Float64Array, futures: Futures, index: number) => values.slice(index * futures.paths, (index + 1) * futures.paths);
const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("simulated futures", () => {
  it("have nothing to draw where all convert and nobody leaves: every path earns the same, and more in all each month", () => {
    const futures = simulated(100, 0, 1, 0);
    expect([0, 1, 2].map((m) => [...new Set(month(futures.mrr, futures, m))])).toEqual([[100], [100], [100]]);
    expect([0, 1, 2].map((m) => [...new Set(month(futures.cumulative, futures, m))])).toEqual([[100], [200], [300]]);
  });

  it("let a free user convert or leave, never both: with half and half nobody is left to convert next month", () => {
    const futures = simulated(1_000, 0, 0.5, 0.5);
    // Those who pay in the first month leave by half each month; nobody joins them.
    const [first, second, third] = [0, 1, 2].map((m) => mean(month(futures.mrr, futures, m)));
    // Binomial: standard deviations of a path are 15.8, 13.7 and 10.5 users, of the means over 50 paths at most 2.3.
    expect(Math.abs((first ?? 0) - 500)).toBeLessThan(9);
    expect(Math.abs((second ?? 0) - 250)).toBeLessThan(9);
    expect(Math.abs((third ?? 0) - 125)).toBeLessThan(9);
    for (let path = 0; path < futures.paths; path++) {
      expect(futures.mrr[futures.paths + path]).toBeLessThanOrEqual(futures.mrr[path] ?? 0);
    }
  });

  it("bring new users in at a month's end, who can convert in the next", () => {
    const futures = simulated(0, 10_000, 1, 0);
    expect(Math.max(...month(futures.mrr, futures, 0))).toBe(0);
    // Poisson(10,000) has a standard deviation of 100: the mean over 50 paths lies within 60 of it.
    expect(Math.abs(mean(month(futures.mrr, futures, 1)) - 10_000)).toBeLessThan(60);
    expect(Math.abs(mean(month(futures.mrr, futures, 2)) - 20_000)).toBeLessThan(85);
  });

  it("grow their arrivals by the growth that was drawn", () => {
    const inputs = projectionInputsSchema.parse({
      acquisition: exactly(10_000),
      acquisitionGrowth: exactly(1),
      conversion: exactly(1),
      churn: exactly(0),
    });
    const futures = simulateFutures({ parameters: readParameters(inputs, new Set()), averageRevenue: 2, months: 3, paths: 50, seed: 7 });
    // 10,000 arrive in the first month and 20,000 in the second, all paying 2 by the third.
    expect(Math.abs(mean(month(futures.mrr, futures, 2)) - 60_000)).toBeLessThan(210);
  });
});
