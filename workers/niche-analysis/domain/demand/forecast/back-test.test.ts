import { describe, expect, it } from "vitest";
import { airPassengers } from "../../testing/series.ts";
import { backTest, patientForecast, testedForecast } from "./back-test.ts";
import type { Forecaster } from "./forecast.ts";
import { seasonalNaive } from "./seasonal-naive.ts";

describe("the seasonal naive forecast", () => {
  it("repeats the last period, its limits widening with every further one", () => {
    const forecast = seasonalNaive(2).answer([10, 20, 12, 22], 4);
    // Both changes against one period before are 2, so σ is 2.
    expect(forecast).toMatchObject({ mean: [12, 22, 12, 22], method: "seasonal naive" });
    expect(forecast?.high).toEqual([12 + 3.92, 22 + 3.92, 12 + 3.92 * Math.SQRT2, 22 + 3.92 * Math.SQRT2].map((x) => expect.closeTo(x, 3)));
    expect(forecast?.inner.high[2]).toBeCloseTo(12 + 2 * 1.2816 * Math.SQRT2, 3);
    expect(seasonalNaive(2).answer([10, 20], 1)).toBeUndefined();
  });
});

describe("a back-test", () => {
  const always = (value: number, half: number): Forecaster => ({
    name: `always ${value}`,
    answer: (_history, horizon) => {
      const all = (x: number) => Array.from({ length: horizon }, () => x);
      const inner = { low: all(value - half / 10), high: all(value + half / 10), level: 0.8 };
      return { method: "any", mean: all(value), low: all(value - half), high: all(value + half), level: 0.95, inner };
    },
  });

  it("divides the errors by the mean seasonal change and counts what the limits held", () => {
    // Alternating 0 and 1 rising by 1 each period: every seasonal change is 1, so MASE is the mean absolute error.
    const values = Array.from({ length: 10 }, (_, i) => (i % 2) + Math.floor(i / 2));
    const test = backTest(values, [always(4, 0.6), seasonalNaive(2)], { period: 2, horizon: 2, origins: 3 });
    // Forecast are places 6, 7 | 7, 8 | 8, 9 with the values 3, 4 | 4, 4 | 4, 5.
    expect(test).toMatchObject({
      origins: 3,
      horizon: 2,
      methods: [
        // Half a step off at the first and the last moment, nothing in between: the quantiles of 0, 1/2, 1/2.
        {
          method: "always 4",
          mase: expect.closeTo(2 / 6, 12),
          maseInterval: { low: expect.closeTo(0.025, 12), high: 0.5, n: 3 },
          coverage: { count: 4, n: 6 },
          innerCoverage: { count: 4, n: 6 },
        },
        { method: "seasonal naive", mase: 1, coverage: { count: 6, n: 6 } },
      ],
    });
  });

  it("needs two periods and two values before the first origin", () => {
    const values = Array.from({ length: 29 }, (_, i) => i);
    expect(backTest(values, [seasonalNaive(12)], { period: 12, horizon: 1, origins: 3 })?.origins).toBe(3);
    expect(backTest(values.slice(1), [seasonalNaive(12)], { period: 12, horizon: 1, origins: 3 })).toBeUndefined();
  });
});

describe("the forecast that was tested", () => {
  it("of the airline beats the seasonal naive one, and its limits hold about what they promise", () => {
    const found = testedForecast(airPassengers, { period: 12, horizon: 12, seed: 1 });
    const [best] = found?.test.methods ?? [];
    expect(found?.forecast.method).toContain(best?.method);
    expect(best?.method).not.toBe("seasonal naive");
    expect(best?.mase).toBeLessThan(0.6);
    expect(best?.coverage.value).toBeGreaterThan(0.8);
    expect(found?.test.methods.map(({ method }) => method)).toContain("ETS, form by AICc");
  });

  it("is the same when others have their turn in between, dozens of times", async () => {
    let pauses = 0;
    const options = { period: 12, horizon: 12, seed: 1 };
    const patient = await patientForecast(airPassengers, options, async () => void pauses++);
    expect(patient).toEqual(testedForecast(airPassengers, options));
    expect(pauses).toBe(24);
  });

  it("without a season is the naive one or smooths level and trend", () => {
    const rising = Array.from({ length: 24 }, (_, i) => 20 + 5 * i + ((i * 7919) % 13) / 4);
    const found = testedForecast(rising, { period: 1, horizon: 3, seed: 1 });
    expect(found?.test.methods.map(({ method }) => method)).toEqual(["ETS, form by AICc", "naive"]);
    expect(found?.forecast.mean[2]).toBeGreaterThan(rising[23] ?? 0);
    expect(testedForecast(rising.slice(0, 19), { period: 1, horizon: 3, seed: 1 })).toBeUndefined();
  });

  it("of a series that only repeats itself is the seasonal naive one", () => {
    // The same year again and again, with a little that no method can learn.
    const values = Array.from(
      { length: 60 },
      (_, i) => 50 + 30 * Math.sin((i * Math.PI) / 6) + ((i * 7919) % 13) / 40 + (i === 57 ? 1 : 0),
    );
    const zeros = values.map((value, i) => (i % 12 === 8 ? 0 : value));
    const found = testedForecast(
      zeros.map((value, i) => (i >= 48 ? (zeros[i - 12] ?? value) : value)),
      { period: 12, horizon: 6, seed: 1 },
    );
    expect(found?.forecast.method).toBe("seasonal naive");
    // Zeros rule the multiplicative methods out.
    expect(found?.test.methods.map(({ method }) => method)).not.toContain("Holt-Winters, multiplicative");
  });

  it("is not given where nothing could be tested", () => {
    expect(testedForecast(airPassengers.slice(0, 40), { period: 12, horizon: 12, seed: 1 })).toBeUndefined();
  });
});
