import { describe, expect, it } from "vitest";
import { airPassengers } from "../../testing/series.ts";
import { logLinearGrowth } from "./growth.ts";
import { pettitt } from "./pettitt.ts";

describe("growth through logarithms", () => {
  it("of the airline is R's: 1.0099 % a month, 95 % 0.00950 to 0.01060 in logarithms, R² 0.9015", () => {
    const growth = logLinearGrowth(airPassengers);
    expect(growth).toMatchObject({
      slope: expect.closeTo(0.0100483817417, 12),
      low: expect.closeTo(0.00949738134307, 12),
      high: expect.closeTo(0.01059938214032, 12),
      rate: expect.closeTo(0.01009903625263, 12),
      r2: expect.closeTo(0.9015001790438, 12),
      offset: 0,
      n: 144,
    });
    // R's line counts months from 1.
    expect(growth && growth.intercept - growth.slope).toBeCloseTo(4.813668282259, 10);
    expect(growth && growth.rateLow).toBeLessThan(growth?.rate ?? 0);
  });

  it("counts zeros with half a text more, and says so", () => {
    expect(logLinearGrowth([0, 1, 3, 7])).toMatchObject({ offset: 0.5, slope: expect.closeTo(0.89714485, 8) });
  });

  it("needs three values, none negative", () => {
    expect([logLinearGrowth([1, 2]), logLinearGrowth([1, -2, 3]), logLinearGrowth([null, 1, 2, null])]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("a change point", () => {
  it("in a series that jumps after its tenth value is found there", () => {
    const jump = Array.from({ length: 20 }, (_, i) => (i < 10 ? i % 3 : 10 + (i % 3)));
    // Every one of the first ten lies below every one of the last ten: K = 100, p = 2 exp(−6·100² / (20³ + 20²)).
    expect(pettitt(jump)).toEqual({ last: 9, k: 100, p: expect.closeTo(2 * Math.exp(-60_000 / 8_400), 12) });
  });

  it("is nowhere where nothing changes", () => {
    const waves = Array.from({ length: 40 }, (_, i) => (i * 7) % 10);
    expect(pettitt(waves)?.p).toBeGreaterThan(0.5);
    expect(pettitt([3, 3, 3])).toEqual({ last: 0, k: 0, p: 1 });
    expect(pettitt([3])).toBeUndefined();
  });
});
