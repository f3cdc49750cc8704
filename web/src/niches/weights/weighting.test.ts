import { describe, expect, it } from "vitest";
import {
  answerOf,
  answers,
  judgementsOf,
  matrixOf,
  pairs,
  percentsOf,
  rebalanced,
  weightingInWords,
  weightsOf,
  type Percents,
} from "./weighting.ts";

const even = {
  market_size: 20,
  growth_rate: 15,
  competition: 15,
  problem_severity: 20,
  solution_feasibility: 15,
  monetization_potential: 15,
};
const sum = (percents: Percents) => Object.values(percents).reduce((all, one) => all + one, 0);

describe("weights in per cent", () => {
  it("are whole and add up to 100", () => {
    const thirds = percentsOf({
      market_size: 1,
      growth_rate: 1,
      competition: 1,
      problem_severity: 0,
      solution_feasibility: 0,
      monetization_potential: 0,
    });
    expect(Object.values(thirds)).toEqual([34, 33, 33, 0, 0, 0]);
    expect(percentsOf(weightsOf(even))).toEqual(even);
  });

  it("share the rest as before when one is moved", () => {
    const moved = rebalanced(even, "problem_severity", 60);
    expect(moved).toEqual({
      market_size: 10,
      growth_rate: 8,
      competition: 8,
      problem_severity: 60,
      solution_feasibility: 7,
      monetization_potential: 7,
    });
    for (const value of [-5, 0, 33.4, 100, 250]) expect(sum(rebalanced(even, "competition", value))).toBe(100);
    expect(rebalanced(even, "competition", 100)).toMatchObject({ competition: 100, market_size: 0 });
  });

  it("leave those alone that somebody has set, which leave the others less", () => {
    const pain = rebalanced(even, "problem_severity", 40);
    const both = rebalanced(pain, "competition", 30, new Set(["problem_severity"]));
    expect(both).toMatchObject({ problem_severity: 40, competition: 30 });
    expect(sum(both)).toBe(100);
    expect(rebalanced(both, "market_size", 90, new Set(["problem_severity", "competition"]))).toMatchObject({
      market_size: 30,
      growth_rate: 0,
    });
    const everything = new Set([
      "growth_rate",
      "competition",
      "problem_severity",
      "solution_feasibility",
      "monetization_potential",
    ] as const);
    expect(sum(rebalanced(even, "market_size", 50, everything))).toBe(100);
    expect(rebalanced(even, "market_size", 50, everything).market_size).toBe(50);
  });

  it("share it evenly where one had everything", () => {
    const all = rebalanced(even, "competition", 100);
    expect(rebalanced(all, "competition", 50)).toMatchObject({ competition: 50, market_size: 10, growth_rate: 10 });
  });
});

describe("questions about pairs", () => {
  it("are fifteen, each pair once, and make a reciprocal matrix", () => {
    expect(new Set(pairs.map(({ first, second }) => [first, second].toSorted().join()))).toHaveProperty("size", 15);
    const matrix = matrixOf(judgementsOf(pairs.map((_, i) => (i === 0 ? "1/5" : "3"))));
    expect(matrix[0]?.[1]).toBeCloseTo(1 / 5, 12);
    expect(matrix[1]?.[0]).toBeCloseTo(5, 12);
    expect(matrix.map((row, i) => row[i])).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it("are shown as they were answered", () => {
    expect(answers.map(({ times }) => answerOf(times))).toEqual(answers.map(({ value }) => value));
    expect([answerOf(4.2), answerOf(0.9)]).toEqual(["5", "1"]);
  });
});

it("says which weights a score was made with", () => {
  expect(weightingInWords({ source: "default", version: 4 })).toBe("the product's own weights");
  expect(weightingInWords({ source: "judgements", version: 4 })).toContain("version 4");
});
