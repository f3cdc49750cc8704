import { describe, expect, it } from "vitest";
import { chances } from "../../../../kit/statistics/chance.ts";
import { acceptability, drawCriterion } from "./acceptability.ts";
import { rankProbabilities } from "./ranks.ts";
import { tornado } from "./tornado.ts";

describe("probabilities of ranks", () => {
  it("count the draws", () => {
    const { ranks, above } = rankProbabilities([
      [3, 2, 1],
      [3, 1, 2],
      [3, 2, 1],
      [1, 2, 3],
    ]);
    expect(ranks).toEqual([
      [0.75, 0, 0.25],
      [0, 0.75, 0.25],
      [0.25, 0.25, 0.5],
    ]);
    expect(above[0]).toEqual([0.5, 0.75, 0.75]);
    expect((above[0]?.[2] ?? 0) + (above[2]?.[0] ?? 0)).toBe(1);
  });

  it("share equal scores, and give what has no score every rank", () => {
    expect(rankProbabilities([[1, 1]])).toEqual({
      ranks: [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
      above: [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
    });
    const { ranks, above } = rankProbabilities([[2, Number.NaN, 1]]);
    expect(ranks[1]).toEqual([1, 1, 1].map((third) => expect.closeTo(third / 3, 12)));
    expect(above[1]).toEqual([0.5, 0.5, 0.5]);
  });
});

describe("rank acceptability", () => {
  const sure =
    (...values: number[]) =>
    () =>
      values;

  it("of two that are each better on one of two criteria is the share of the weightings that favour it", () => {
    // A 0.9 and 0.2, B 0.5 and 0.5: A is better where 0.4 w > 0.3 (1 − w), w > 3/7, which is 4/7 of the weightings.
    const { stated, anyWeights } = acceptability([sure(0.9, 0.2), sure(0.5, 0.5)], { weights: [0.25, 0.75], seed: 1, samples: 20_000 });
    expect(stated.ranks[1]).toEqual([1, 0]);
    expect(anyWeights.ranks[0]?.[0]).toBeCloseTo(4 / 7, 1.9);
    expect(anyWeights.above[0]?.[1]).toBeCloseTo(anyWeights.ranks[0]?.[0] ?? 0, 12);
  });

  it("of one that is better throughout is 1 with any weights", () => {
    const { anyWeights } = acceptability([sure(0.3, 0.3), sure(0.4, 0.5)], { weights: [0.5, 0.5], seed: 1 });
    expect(anyWeights.ranks[1]).toEqual([1, 0]);
  });

  it("falls towards a coin toss where a criterion is missing: it never scores 0 or the middle", () => {
    const weights = [0.5, 0.5];
    const known = { value: 0.7, low: 0.65, high: 0.75 };
    const whole = acceptability([(chance) => [drawCriterion(known, chance), drawCriterion(known, chance)], sure(0.5, 0.5)], {
      weights,
      seed: 1,
    });
    const lacking = acceptability([(chance) => [drawCriterion(known, chance), drawCriterion(undefined, chance)], sure(0.5, 0.5)], {
      weights,
      seed: 1,
    });
    expect(whole.stated.above[0]?.[1]).toBeGreaterThan(0.99);
    // 0.7 + u > 1 for 70 % of u.
    expect(lacking.stated.above[0]?.[1]).toBeCloseTo(0.7, 1.7);
  });

  it("repeats with its seed", () => {
    const uncertain = [() => [0.4], (chance: Parameters<typeof drawCriterion>[1]) => [chance.uniform()]];
    expect(acceptability(uncertain, { weights: [1], seed: 3 })).toEqual(acceptability(uncertain, { weights: [1], seed: 3 }));
    expect(acceptability(uncertain, { weights: [1], seed: 3 })).not.toEqual(acceptability(uncertain, { weights: [1], seed: 4 }));
  });
});

it("a criterion is drawn with its median and its 95 % interval, one-sided ones too, within 0 and 1", () => {
  const { process } = chances(2);
  const drawn = Array.from({ length: 20_000 }, () => drawCriterion({ value: 0.8, low: 0.6, high: 0.9 }, process));
  const below = (limit: number) => drawn.filter((value) => value < limit).length / drawn.length;
  expect([below(0.6), below(0.8), below(0.9)]).toEqual([expect.closeTo(0.025, 2), expect.closeTo(0.5, 1.7), expect.closeTo(0.975, 2)]);
  expect(drawn.every((value) => value >= 0 && value <= 1)).toBe(true);
});

it("a tornado turns one input at a time from its 10th to its 90th percentile, widest swing first", () => {
  const inputs = [
    { name: "price", p10: 10, p50: 20, p90: 30 },
    { name: "customers", p10: 100, p50: 200, p90: 900 },
    { name: "churn", p10: 0.1, p50: 0.2, p90: 0.3 },
  ];
  const swings = tornado(inputs, ({ price = 0, customers = 0, churn = 0 }) => price * customers * (1 - churn));
  expect(swings).toEqual([
    { name: "customers", atLow: 1600, atHigh: 14_400, swing: 12_800 },
    { name: "price", atLow: 1600, atHigh: 4800, swing: 3200 },
    { name: "churn", atLow: 3600, atHigh: 2800, swing: 800 },
  ]);
});
