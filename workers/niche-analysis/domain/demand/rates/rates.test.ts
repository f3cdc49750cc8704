import { describe, expect, it } from "vitest";
import { negativeBinomialRatio } from "./negative-binomial.ts";
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

  it("is less sure where the months vary more than independent texts would", () => {
    const even = velocityOf([...year, 20, 20, 20]);
    expect(even).toMatchObject({ widened: false, dispersion: 0 });
    // The same sums in bursts.
    const bursts = velocityOf([0, 40, 0, 0, 35, 0, 0, 0, 45, 0, 0, 0, 0, 55, 5]);
    expect(bursts).toMatchObject({ ratio: 2, widened: true });
    expect(bursts?.dispersion).toBeGreaterThan(10);
    expect(bursts && even && bursts.low < 1 && bursts.p > 0.2 && even.p < 0.001).toBe(true);
  });

  it("is less sure of bursts at the same rate too, where p cannot grow", () => {
    const even = velocityOf(Array.from({ length: 15 }, () => 8));
    const bursts = velocityOf([0, 32, 0, 0, 0, 0, 32, 0, 0, 0, 0, 32, 0, 24, 0]);
    expect(even).toMatchObject({ p: 1, widened: false });
    expect(bursts).toMatchObject({ ratio: 1, p: 1, widened: true });
    expect(bursts && even && bursts.low < even.low / 2 && bursts.high > 2 * even.high).toBe(true);
  });

  it("needs fifteen months and something counted", () => {
    expect([velocityOf([...year, 1, 2]), velocityOf(Array.from({ length: 15 }, () => 0))]).toEqual([undefined, undefined]);
  });
});

describe("the ratio of negative binomial rates", () => {
  it("has the one dispersion at which Pearson's statistic is as large as its degrees of freedom", () => {
    // By hand: means 4 and 8; χ² about them 0.25·(16 + 0 + 16) + 0.125·(64 + 64) = 24 on 3 degrees.
    const { dispersion, ratio } = negativeBinomialRatio([0, 4, 8], [0, 16]);
    expect(dispersion).toBeCloseTo(24 / 3, 10);
    // The root of 32/(4 + 16h) + 128/(8 + 64h) = 3.
    const h = 1.1488;
    expect(32 / (4 + 16 * h) + 128 / (8 + 64 * h)).toBeCloseTo(3, 3);
    const error = Math.sqrt((1 / 4 + h) / 3 + (1 / 8 + h) / 2);
    // Student's t with 3 degrees: 3.182.
    expect(Math.log(ratio?.high ?? 0)).toBeCloseTo(Math.log(0.5) + 3.1824 * error, 2);
  });

  it("is left out where counts vary less than Poisson's, or nothing was counted", () => {
    expect(negativeBinomialRatio([5, 5, 5], [4, 5, 6]).ratio).toBeUndefined();
    expect(negativeBinomialRatio([0, 0], [4, 9]).ratio).toBeUndefined();
  });
});
