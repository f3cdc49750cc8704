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
    const inOrder = { padded: 0 };
    for (let from = 0; from < mixed.length; from += 4) inOrder.padded += 4 * Math.max(...mixed.slice(from, from + 4));
    expect(1 - real / inOrder.padded).toBeGreaterThan(0.3);
  });
});

describe("an isolated request", () => {
  const paddedOf = (texts: readonly number[], batches: readonly number[][]) =>
    batches.reduce((sum, batch) => sum + batch.length * Math.max(...batch.map((position) => texts[position] ?? 0)), 0);

  it("keeps every text once, within 512 padded tokens a batch", () => {
    assert(
      property(lengths, (texts) => {
        const batches = splitIsolated(texts);
        expect(batches.flat().toSorted((a, b) => a - b)).toEqual([...texts.keys()]);
        for (const batch of batches) expect(batch.length === 1 || paddedOf(texts, [batch]) <= 512).toBe(true);
      }),
      { seed: 20, numRuns: 300 },
    );
  });

  it("costs no more than any other division of the sorted texts", () => {
    const costOf = (texts: readonly number[], batches: readonly number[][]) => 12 * batches.length + paddedOf(texts, batches);
    assert(
      property(array(integer({ min: 2, max: 256 }), { minLength: 1, maxLength: 8 }), (texts) => {
        const sorted = [...texts.keys()].toSorted((a, b) => (texts[a] ?? 0) - (texts[b] ?? 0));
        const divisions = Array.from({ length: 2 ** (texts.length - 1) }, (_, cuts) => {
          const batches: number[][] = [[]];
          sorted.forEach((position, i) => {
            if (i > 0 && (cuts >> (i - 1)) % 2 === 1) batches.push([]);
            batches.at(-1)?.push(position);
          });
          return batches;
        }).filter((batches) => batches.every((batch) => batch.length === 1 || paddedOf(texts, [batch]) <= 512));
        expect(costOf(texts, splitIsolated(texts))).toBe(Math.min(...divisions.map((batches) => costOf(texts, batches))));
      }),
      { seed: 20, numRuns: 200 },
    );
  });

  it("splits by its own lengths alone, equal ones in their order", () => {
    expect(splitIsolated([100, 5, 100, 256, 5])).toEqual([[1, 4], [0, 2], [3]]);
    expect(splitIsolated([600])).toEqual([[0]]);
    expect(splitIsolated([])).toEqual([]);
  });
});
