import { describe, expect, it } from "vitest";
import { chances, type Chance } from "../../../kit/statistics/chance.ts";
import { difference, percentile, share } from "./difference.ts";
import { Sketch } from "./sketch.ts";

describe("a difference of shares", () => {
  // Newcombe 1998, table II, method 10: 56/70 − 48/80, 9/10 − 3/10, 0/10 − 0/20.
  it.each([
    [56, 70, 48, 80, 0.2, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.6, 0.1705, 0.809],
    [0, 10, 0, 20, 0, -0.1611, 0.2775],
  ])("of %d/%d and %d/%d has the interval of the published table", (hitsTo, to, hitsFrom, from, value, low, high) => {
    const found = difference(share(hitsFrom, from), share(hitsTo, to));
    expect(found.value).toBeCloseTo(value, 10);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });
});

const sketchOf = (count: number, median: number, chance: Chance) => {
  const sketch = new Sketch();
  for (let i = 0; i < count; i++) sketch.add(median * Math.exp(0.6 * chance.normal()));
  return sketch;
};

describe("a difference of percentiles", () => {
  // Quantiles of a log-normal: median · exp(σ · z).
  it.each([
    [0.5, 0],
    [0.95, 1.6448536],
  ])("encloses the true difference at %d in about 95 of 100 samples, and never in far fewer", (q, z) => {
    const { process: chance } = chances(7);
    const [from, to] = [100, 120];
    const truth = (to - from) * Math.exp(0.6 * z);
    let [hits, trials] = [0, 0];
    for (let i = 0; i < 600; i++) {
      const [before, after] = [percentile(sketchOf(300, from, chance), q), percentile(sketchOf(400, to, chance), q)];
      if (!before || !after) continue;
      const { low, high } = difference(before, after);
      trials++;
      if (low <= truth && truth <= high) hits++;
    }
    expect(trials).toBe(600);
    expect(hits / trials).toBeGreaterThan(0.93);
    expect(hits / trials).toBeLessThanOrEqual(0.995);
  });

  it("has no interval where too few values lie beyond the percentile", () => {
    const { process: chance } = chances(1);
    expect(percentile(sketchOf(100, 50, chance), 0.99)).toBeUndefined();
    expect(percentile(sketchOf(2_000, 50, chance), 0.99)).toBeDefined();
    expect(percentile(new Sketch(), 0.5)).toBeUndefined();
  });
});
