import { describe, expect, test } from "vitest";
import type { Market } from "../../../../contracts/services/niche-opportunity.ts";
import { compareNiches } from "./comparison.ts";
import { problemSeverity } from "./severity.ts";
import { estimateSeverity, unknownSeverity, type SeverityEstimate } from "./severity-estimate.ts";
import { rescore, scoreOpportunity } from "./score.ts";

const certain = (value: number): SeverityEstimate => ({ value, low: value, high: value, basis: "evidence" });
const market = (marketSize: Market["marketSize"], growthRate: Market["growthRate"], competition: Market["competition"]): Market => ({
  marketSize,
  growthRate,
  competition,
});
const [high, medium, low] = ["high", "medium", "low"] as const;
const proceed = ["Proceed with high priority", "Allocate significant resources", "Develop a comprehensive implementation plan"];
const solve = [
  "Move quickly to implement the technically feasible solution",
  "Develop a premium pricing strategy based on high willingness to pay",
];
const emphasize = "Emphasize the significant pain point being solved";
const grow = (niche: string) => [`Leverage the large market size in the ${niche} niche`, `Position for rapid growth in the ${niche} niche`];
const rivals = "Capitalize on the low competition environment";

describe("scores like the Python predecessor where everything is known (its golden cases N01, N02, N05, N06)", () => {
  test.each([
    [
      "inventory management",
      market("large", "high", "low"),
      [high],
      0.92,
      [0.9, 0.9, 0.9, 1, 0.8, 1],
      "Excellent opportunity with high potential",
      [...proceed, ...grow("inventory management"), rivals, emphasize, ...solve],
    ],
    [
      "youtube script generation",
      market("large", "high", "medium"),
      [high, high, high, medium, medium],
      0.813,
      [0.9, 0.9, 0.5, 0.84, 0.7, 1],
      "Excellent opportunity with high potential",
      [...proceed, ...grow("youtube script generation"), emphasize, ...solve],
    ],
    [
      "content writing",
      market("large", "high", "low"),
      [high],
      0.935,
      [0.9, 0.9, 0.9, 1, 0.9, 1],
      "Excellent opportunity with high potential",
      [...proceed, ...grow("content writing"), rivals, emphasize, ...solve],
    ],
    [
      "zzz",
      market("medium", "medium", "medium"),
      [medium],
      0.615,
      [0.6, 0.6, 0.5, 0.6, 0.7, 0.7],
      "Very good opportunity worth pursuing",
      ["Proceed with medium-high priority", "Allocate appropriate resources", "Develop an implementation plan", ...solve],
    ],
  ] as const)("%s", (name, assumed, severities, score, factors, assessment, recommendations) => {
    const opportunity = scoreOpportunity({ name, market: assumed, severity: certain(problemSeverity(severities)) });
    expect(opportunity.score).toBeCloseTo(score, 12);
    opportunity.factors.forEach((factor, i) => expect(factor.score).toBeCloseTo(factors[i] ?? Number.NaN, 12));
    expect(opportunity.assessment).toBe(assessment);
    expect(opportunity.recommendations).toEqual(recommendations);
  });

  test("severity of high, medium and low is 0.633333 (N08)", () => expect(problemSeverity([high, medium, low])).toBeCloseTo(0.633333, 6));
});

describe("what is unknown", () => {
  const nothing = scoreOpportunity({ name: "zzz", market: market("unknown", "unknown", "unknown"), severity: unknownSeverity });

  test("spans everything that is possible instead of becoming a score", () => {
    // 0.2·0.3 + 0.15·0.3 + 0.15·0.2 + 0 + 0.15·(0.7 − 0.2) + 0.15·(0.5 − 0.1 − 0.1), and all at their best.
    expect(nothing.low).toBeCloseTo(0.255, 12);
    expect(nothing.high).toBeCloseTo(0.18 + 0.135 + 0.135 + 0.2 + 0.15 * 0.9 + 0.15, 12);
    expect(nothing.possibleBands).toEqual(["excellent", "very_good", "good", "fair"]);
    // The middle of small 0.3 … large 0.9, of high 0.2 … low 0.9 and of 0.3 … 1.
    expect([0, 2, 5].map((i) => nothing.factors[i]?.score)).toEqual([0.6, 0.55, expect.closeTo(0.65, 12)]);
    expect(nothing.factors.map(({ basis }) => basis)).toEqual(["unknown", "unknown", "unknown", "unknown", "assumption", "unknown"]);
  });

  test("is what to find out, with its effect, and never praised", () => {
    expect(nothing.recommendations).toContain("Find out the severity of the problem: it is unknown and moves the score by up to 0.20");
    expect(nothing.recommendations.filter((line) => line.startsWith("Leverage"))).toEqual([]);
  });

  test("stands first in the sensitivity, and learning it narrows the interval", () => {
    expect(nothing.sensitivity[0]).toMatchObject({ factor: "problem_severity", swing: 0.2 });
    const informed = rescore("zzz", market("large", "unknown", "unknown"), nothing);
    expect(informed.high - informed.low).toBeLessThan(nothing.high - nothing.low);
    expect(informed.high).toBeCloseTo(nothing.high, 12);
  });

  test("a new assumption leaves the evidence's part as it was", () => {
    const before = scoreOpportunity({
      name: "zzz",
      market: market("unknown", "unknown", "unknown"),
      severity: { value: 0.8, low: 0.7, high: 0.9, basis: "evidence" },
    });
    const after = rescore("zzz", market("small", "low", "high"), before);
    expect(after.factors[3]).toEqual(before.factors[3]);
    expect(after).toEqual(
      scoreOpportunity({
        name: "zzz",
        market: market("small", "low", "high"),
        severity: { value: 0.8, low: 0.7, high: 0.9, basis: "evidence" },
      }),
    );
  });
});

test("a word inside another word does not count", () => {
  const score = (name: string) =>
    scoreOpportunity({ name, market: market("medium", "medium", "medium"), severity: certain(0.6) }).factors[4]?.score;
  expect([score("discontented people"), score("content people")]).toEqual([0.7, 0.9]);
});

describe("severity from complaint scores", () => {
  const scores = [
    ...Array.from({ length: 40 }, (_, i) => (i % 10 < 8 ? 0.9 : 0.1)),
    ...Array.from({ length: 60 }, (_, i) => (i % 10 < 1 ? 0.7 : 0.1)),
  ];
  const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  const units = scores.map((_, i) => [i]);

  test("is the mean over texts of the severity of their theme", () => {
    // 80 % complain at 0.9 → high (40 texts); 10 % at 0.7 → low (60 texts).
    const estimate = estimateSeverity([rows(0, 40), rows(40, 100)], scores, units, 1);
    expect(estimate.value).toBeCloseTo(0.4 * 1 + 0.6 * 0.3, 12);
    expect(estimate.low).toBeLessThan(estimate.value);
    expect(estimate.high).toBeGreaterThan(estimate.value);
    expect(estimate.high - estimate.low).toBeLessThan(0.25);
  });

  test("is unknown without themes", () =>
    expect(estimateSeverity([], [], [], 1)).toEqual({ value: 0.5, low: 0, high: 1, basis: "unknown" }));
});

describe("comparison", () => {
  const niche = (nicheId: string, name: string, score: number, doubt = 0.05) => ({
    nicheId,
    name,
    score,
    low: score - doubt,
    high: score + doubt,
  });

  test("ranks, counts and advises like the predecessor (N10)", () => {
    const compared = compareNiches([niche("c", "C", 0.15), niche("a", "A", 0.85), niche("b", "B", 0.65)]);
    expect(compared.ranked.map(({ nicheId, rank }) => [nicheId, rank])).toEqual([
      ["a", 1],
      ["b", 2],
      ["c", 3],
    ]);
    expect([compared.highest, compared.lowest, compared.average]).toEqual([0.85, 0.15, 0.5499999999999999]);
    expect(compared.distribution).toEqual({ excellent: 1, very_good: 1, good: 0, fair: 0, limited: 1 });
    expect(compared.recommendations).toEqual([
      "Focus on the 1 excellent opportunities as high priority",
      "Consider the 1 very good opportunities as medium priority",
      "Prioritize A as the primary opportunity",
      "Keep B as a backup opportunity",
      "Consider a portfolio approach with multiple opportunities in parallel",
      "Deprioritize or eliminate the 1 limited opportunities",
    ]);
  });

  test("says when the order is not settled", () => {
    expect(compareNiches([niche("a", "A", 0.6, 0.2), niche("b", "B", 0.55)]).ranked[0]?.clearlyAboveNext).toBe(false);
    expect(compareNiches([niche("a", "A", 0.62), niche("b", "B", 0.55)]).ranked[0]?.clearlyAboveNext).toBe(false);
    expect(compareNiches([niche("a", "A", 0.8), niche("b", "B", 0.55)]).ranked.map((one) => one.clearlyAboveNext)).toEqual([true, false]);
  });

  test("of nothing is nothing", () =>
    expect(compareNiches([])).toMatchObject({ ranked: [], highest: null, lowest: null, average: null, topRecommendation: null }));
});
