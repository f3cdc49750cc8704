import { describe, expect, it } from "vitest";
import type { Comparison } from "../../../contracts/services/niche-analysis.ts";
import { choiceReason } from "./choice-reason.ts";

const ranked = (name: string, clearlyAboveNext: boolean): Comparison["ranked"][number] => ({
  nicheId: name,
  name,
  rank: 1,
  score: 0.6,
  low: 0.5,
  high: 0.7,
  band: "very_good",
  clearlyAboveNext,
});
const comparison = (niches: Comparison["ranked"], order?: Comparison["order"]): Comparison => ({
  ranked: niches,
  highest: 0.6,
  lowest: 0.6,
  average: 0.6,
  distribution: { excellent: 0, very_good: niches.length, good: 0, fair: 0, limited: 0 },
  topRecommendation: null,
  recommendations: [],
  ...(order && { order }),
});
const shares = {
  ranks: [
    [0.634, 0.366],
    [0.366, 0.634],
  ],
  above: [
    [0.5, 0.634],
    [0.366, 0.5],
  ],
};
const order = {
  stated: shares,
  anyWeights: {
    ...shares,
    ranks: [
      [0.1, 0.9],
      [0.9, 0.1],
    ],
  },
  samples: 4000,
  seed: 1,
  method: "SMAA",
};

describe("the reason of a choice", () => {
  it("says how often the first came first when all that is unknown was drawn", () => {
    expect(choiceReason(comparison([ranked("A", false), ranked("B", false)], order))).toBe(
      '"A" has the highest opportunity score but its interval overlaps the next, so the order is not settled; with all that is unknown drawn 4000 times, it came first in 63 %.',
    );
  });

  it("does without where nothing was simulated", () => {
    expect(choiceReason(comparison([ranked("A", true), ranked("B", false)]))).toBe(
      '"A" has the highest opportunity score and stands clearly above the next.',
    );
  });

  it("of one niche is that there is one", () => {
    expect(choiceReason(comparison([ranked("A", false)]))).toBe('"A" is the only niche: the market was too small to split.');
  });
});
