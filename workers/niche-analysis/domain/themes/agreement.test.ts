import { describe, expect, it } from "vitest";
import { adjustedRand, normalisedMutualInformation } from "./agreement.ts";

describe("the adjusted Rand index", () => {
  it.each([
    // The examples in scikit-learn's documentation of adjusted_rand_score.
    [[0, 0, 1, 1], [0, 0, 1, 1], 1],
    [[0, 0, 1, 1], [1, 1, 0, 0], 1],
    [[0, 0, 1, 2], [0, 0, 1, 1], 4 / 7],
    [[0, 0, 1, 1], [0, 0, 1, 2], 4 / 7],
    [[0, 0, 0, 0], [0, 1, 2, 3], 0],
    [[0, 0, 1, 1], [0, 1, 0, 1], -0.5],
    // Two partitions that say nothing agree.
    [[0, 0, 0], [5, 5, 5], 1],
  ])("of %j and %j is %d", (first, second, index) => {
    expect(adjustedRand(first, second)).toBeCloseTo(index, 12);
  });
});

describe("normalised mutual information", () => {
  it.each([
    [[0, 0, 1, 1], [1, 1, 0, 0], 1],
    // I = ln 2, entropies ln 2 and 3/2 ln 2.
    [[0, 0, 1, 1], [0, 0, 1, 2], 0.8],
    [[0, 0, 1, 1], [0, 1, 0, 1], 0],
    [[0, 0], [3, 3], 1],
  ])("of %j and %j is %d", (first, second, value) => expect(normalisedMutualInformation(first, second)).toBeCloseTo(value, 12));
});
