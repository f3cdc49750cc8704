import { describe, expect, it } from "vitest";
import { rateRatio } from "./rate-ratio.ts";
import { velocityOf } from "./velocity.ts";

describe("the ratio of two rates", () => {
  // R's example of poisson.test: breast cancer among women with and without X-ray fluoroscopy (Boice & Monson 1977).
  it("is that of R's poisson.test: 1.971488, 0.8584264 to 4.2772659, p 0.07967", () => {
    const { ratio, low, high, p } = rateRatio({ count: 11, time: 800 }, { count: 21, time: 3011 });
    expect([ratio, low, high, p]).toEqual([
      expect.closeTo(1.971488, 6),
      expect.closeTo(0.8584264, 7),
      expect.closeTo(4.2772659, 6),
      expect.closeTo(0.07966863, 8),
    ]);
  });

  it("has one limit where one side counted nothing", () => {
    // Clopper & Pearson with 0 of 5: upper limit of the share 0.52182.
    expect(rateRatio({ count: 0, time: 1 }, { count: 5, time: 1 })).toEqual({
      ratio: 0,
      low: 0,
      high: expect.closeTo(0.52182 / 0.47818, 4),
      p: expect.closeTo(2 / 32, 9),
    });
    const grown = rateRatio({ count: 5, time: 1 }, { count: 0, time: 1 });
    expect([grown.ratio, grown.high]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect(grown.low).toBeCloseTo(0.47818 / 0.52182, 4);
  });

  it("of equal rates is 1, surely not significant", () => {
    expect(rateRatio({ count: 10, time: 3 }, { count: 40, time: 12 })).toMatchObject({ ratio: 1, p: expect.closeTo(1, 12) });
  });
});

describe("the velocity of a theme", () => {
  const year = Array.from({ length: 12 }, () => 10);

  it("is the rate of the last quarter over that of the year before", () => {
    const velocity = velocityOf([99, ...year, 20, 20, 20]);
    expect(velocity).toMatchObject({ ratio: 2, recent: { count: 60, months: 3 }, before: { count: 120, months: 12 } });
    expect(velocity && velocity.low > 1 && velocity.high < 3).toBe(true);
  });

  it("of a few texts is wide enough to say nothing", () => {
    const velocity = velocityOf([...year.map((_, i) => i % 2), 1, 1, 0]);
    expect(velocity && velocity.low < 1 && velocity.high > 1).toBe(true);
  });

  it("needs fifteen months and something counted", () => {
    expect([velocityOf([...year, 1, 2]), velocityOf(Array.from({ length: 15 }, () => 0))]).toEqual([undefined, undefined]);
  });
});
