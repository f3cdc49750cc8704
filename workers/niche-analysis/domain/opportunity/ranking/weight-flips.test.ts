import { describe, expect, it } from "vitest";
import { weightFlips } from "./weight-flips.ts";

const sum = (row: readonly number[], weights: readonly number[]) => row.reduce((all, value, k) => all + value * (weights[k] ?? 0), 0);

describe("the weight at which the first place flips", () => {
  it("is where both sums are equal, the other weights in proportion", () => {
    const values = [
      [0.9, 0.2, 0.5],
      [0.5, 0.5, 0.6],
    ];
    const weights = [0.6, 0.3, 0.1];
    const flips = weightFlips(values, weights, 0);
    // Others 3 : 1, lead there 0.75 × −0.3 + 0.25 × −0.1 = −0.25; 0.4 t = 0.25 (1 − t).
    expect(flips[0]?.flip).toEqual({ at: expect.closeTo(0.25 / 0.65, 12), by: 1 });
    flips.forEach(({ flip }, criterion) => {
      if (!flip) return;
      const rest = 1 - (weights[criterion] ?? 0);
      const moved = weights.map((weight, k) => (k === criterion ? flip.at : (weight / rest) * (1 - flip.at)));
      expect(sum(values[0] ?? [], moved)).toBeCloseTo(sum(values[1] ?? [], moved), 12);
    });
  });

  it("is none where the first is better throughout", () => {
    expect(
      weightFlips(
        [
          [0.9, 0.8],
          [0.5, 0.5],
        ],
        [0.5, 0.5],
        0,
      ).map(({ flip }) => flip),
    ).toEqual([undefined, undefined]);
  });

  it("is the nearest of several rivals'", () => {
    const [, second] = weightFlips(
      [
        [0.9, 0.4],
        [0.5, 0.6],
        [0.5, 0.9],
      ],
      [0.7, 0.3],
      0,
    );
    // 0.4 (1 − t) = 0.5 t against the third, 0.4 (1 − t) = 0.2 t against the second.
    expect(second?.flip).toEqual({ at: expect.closeTo(4 / 9, 12), by: 2 });
  });

  it("takes the other criteria evenly where one has all the weight", () => {
    // Lead 0.1 on the first, −0.2 on the mean of the others: 0.1 t = 0.2 (1 − t).
    const [only] = weightFlips(
      [
        [0.6, 0.3, 0.3],
        [0.5, 0.4, 0.6],
      ],
      [1, 0, 0],
      0,
    );
    expect(only?.flip?.at).toBeCloseTo(2 / 3, 12);
  });
});
