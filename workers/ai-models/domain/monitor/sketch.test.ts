import { describe, expect, it } from "vitest";
import { chances } from "../../../kit/statistics/chance.ts";
import { relativeError, Sketch } from "./sketch.ts";

/** Latencies in ms: half quick and log-normal around 20, half slow around 900, and a few of a tenth of a second exactly. */
function latencies(count: number, seed: number): number[] {
  const { process: chance } = chances(seed);
  return Array.from({ length: count }, (_, index) => {
    if (index % 50 === 0) return 100;
    return Math.exp(Math.log(index % 2 === 0 ? 20 : 900) + 0.7 * chance.normal());
  });
}

const sketchOf = (values: readonly number[]) => {
  const sketch = new Sketch();
  for (const value of values) sketch.add(value);
  return sketch;
};

/** The lower of the neighbours of the quantile, as the paper defines it. */
const exact = (values: readonly number[], q: number) => values.toSorted((a, b) => a - b)[Math.floor(q * (values.length - 1))] ?? Number.NaN;

const quantiles = [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1];

describe("a sketch", () => {
  it("merged from forty shards has every percentile of all values within the stated error", () => {
    const shards = Array.from({ length: 40 }, (_, shard) => latencies(50 + 25 * shard, shard + 1));
    const merged = new Sketch();
    for (const shard of shards) merged.merge(sketchOf(shard));
    const all = shards.flat();
    expect(merged.count).toBe(21_500);
    for (const q of quantiles) {
      const truth = exact(all, q);
      // A value on the bound of its bin is off by the whole error, and by the last digit of a double more.
      expect(Math.abs((merged.quantile(q) ?? Number.NaN) - truth) / truth).toBeLessThanOrEqual(relativeError + 1e-9);
    }
  });

  it("merged is what one sketch of all would have been, whatever the order", () => {
    const [a, b, c] = [latencies(300, 1), latencies(20, 2), latencies(77, 3)];
    const one = sketchOf([...a, ...b, ...c]);
    for (const order of [
      [a, b, c],
      [c, a, b],
      [b, c, a],
    ]) {
      const merged = new Sketch();
      for (const shard of order) merged.merge(sketchOf(shard));
      expect(merged.stored()).toEqual(one.stored());
    }
  });

  it("merges values of up to 1 into smaller ones without losing them", () => {
    const merged = sketchOf([0.01, 0.02, 0.03]);
    merged.merge(sketchOf([0.015, 1]));
    expect(merged.quantile(1)).toBeCloseTo(1, 1);
    expect(merged.quantile(0)).toBeCloseTo(0.01, 3);
  });

  it("comes back from storage as it was", () => {
    const sketch = sketchOf([0, 0, ...latencies(500, 9)]);
    const back = Sketch.read(JSON.parse(JSON.stringify(sketch.stored())));
    expect(back.count).toBe(502);
    for (const q of quantiles) expect(back.quantile(q)).toBe(sketch.quantile(q));
  });

  it("stays bounded, and takes what a broken clock may say", () => {
    const sketch = sketchOf([-5, Number.NaN, 0, Number.POSITIVE_INFINITY, 1e300]);
    expect(sketch.quantile(0.5)).toBe(0);
    expect(sketch.quantile(1)).toBeCloseTo(1e9, -8);
    const wide = sketchOf(Array.from({ length: 100_000 }, (_, index) => 1.0005 ** index * 1e-4));
    expect(wide.stored().bins.length / 2).toBeLessThanOrEqual(1_384);
  });

  it("of nothing has no percentile", () => {
    expect(new Sketch().quantile(0.5)).toBeUndefined();
  });
});
