import { array, assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { planBatch, splitIsolated } from "./batch-plan.ts";

const cost = { overhead: 8 };
const limits = { paddedTokens: 512, fill: 0.85 };
const lengths = array(integer({ min: 2, max: 256 }), { minLength: 1, maxLength: 128 });

function figures(all: readonly number[], chosen: readonly number[]) {
  const taken = chosen.map((position) => all[position] ?? 0);
  const padded = taken.length * Math.max(...taken);
  return { padded, fill: taken.reduce((sum, length) => sum + length, 0) / padded };
}

describe("a joined batch", () => {
  it("always holds the head of the line, within the budget and the fill, whatever waits", () => {
    assert(
      property(lengths, (waiting) => {
        const chosen = planBatch(waiting, limits, cost);
        const { padded, fill } = figures(waiting, chosen);
        expect(chosen[0]).toBe(0);
        expect(new Set(chosen).size).toBe(chosen.length);
        expect(padded).toBeLessThanOrEqual(512);
        expect(fill).toBeGreaterThanOrEqual(0.85);
      }),
      { seed: 20, numRuns: 300 },
    );
  });

  it("takes the texts nearest in length to the head, not the next in line", () => {
    expect(planBatch([20, 200, 21, 190, 19, 180, 24], { paddedTokens: 84, fill: 0.85 }, cost)).toEqual([0, 2, 4]);
  });

  it("prefers the nearer of a shorter and a longer text", () => {
    expect(planBatch([20, 18, 21], { paddedTokens: 42, fill: 0.85 }, cost)).toEqual([0, 2]);
    expect(planBatch([20, 19, 22], { paddedTokens: 42, fill: 0.85 }, cost)).toEqual([0, 1]);
  });

  it("fills the budget exactly with equal texts", () => {
    expect(
      planBatch(
        Array.from({ length: 128 }, () => 16),
        limits,
        cost,
      ),
    ).toHaveLength(32);
  });

  it("fills the budget with texts of any length where padding is not computed", () => {
    expect(planBatch([10, 100, 30, 100], { paddedTokens: 400, fill: 0 }, cost)).toEqual([0, 1, 2, 3]);
    expect(planBatch([10, 100, 30, 100], { paddedTokens: 400, fill: 0.85 }, cost)).toEqual([0]);
  });

  it("sends a head longer than the budget alone", () => {
    expect(planBatch([600, 600, 5], limits, cost)).toEqual([0]);
  });

  it("keeps a short head apart from long texts rather than computing padding", () => {
    expect(planBatch([10, 100, 100], limits, cost)).toEqual([0]);
  });

  it("computes at most an eighth of padding on a mixed line, where a line in order computes two fifths", () => {
    const mixed = Array.from({ length: 128 }, (_, i) => 4 + ((i * 37) % 120));
    let left = mixed;
    let padded = 0;
    while (left.length > 0) {
      const chosen = new Set(planBatch(left, limits, cost));
      const taken = left.filter((_, i) => chosen.has(i));
      padded += taken.length * Math.max(...taken);
      left = left.filter((_, i) => !chosen.has(i));
    }
    const real = mixed.reduce((sum, length) => sum + length, 0);
    expect(1 - real / padded).toBeLessThan(0.125);
    const inOrder = splitIsolated(mixed).reduce(
      (state, size) => ({
        start: state.start + size,
        padded: state.padded + size * Math.max(...mixed.slice(state.start, state.start + size)),
      }),
      { start: 0, padded: 0 },
    );
    expect(1 - real / inOrder.padded).toBeGreaterThan(0.3);
  });
});

describe("an isolated request", () => {
  it("keeps every text in order within 512 padded tokens a batch", () => {
    assert(
      property(lengths, (texts) => {
        const sizes = splitIsolated(texts);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(texts.length);
        let start = 0;
        for (const size of sizes) {
          const group = texts.slice(start, start + size);
          start += size;
          expect(size === 1 || size * Math.max(...group) <= 512).toBe(true);
        }
      }),
      { seed: 20, numRuns: 300 },
    );
  });

  it("splits by its own lengths alone", () => {
    expect(splitIsolated([100, 100, 100, 100, 100, 100, 256, 256, 5])).toEqual([5, 2, 2]);
    expect(splitIsolated([600])).toEqual([1]);
    expect(splitIsolated([])).toEqual([]);
  });
});
