import { describe, expect, test } from "vitest";
import type { Market } from "../../../../contracts/services/niche-opportunity.ts";
import { compareNiches } from "./comparison.ts";
import { problemSeverity } from "./severity.ts";
import { estimateSeverities, unknownSeverity, type SeverityEstimate } from "./severity-estimate.ts";
import { marketBehind, rescore, scoreOpportunity, severityBehind } from "./score.ts";

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
    // Means of small 0.3, medium 0.6, large 0.9; of high 0.2, medium 0.5, low 0.9; and of 0.5 moved by both and, in three of ten cases, by 0.1.
    const [size = 0, , competition = 0, , , money = 0] = nothing.factors.map((factor) => factor.score);
    expect([size, competition]).toEqual([0.6, expect.closeTo(1.6 / 3, 12)]);
    // 0.5 + (0.2 + 0.1 − 0.1) ÷ 3 twice + 0.3 × 0.1; nothing is cut off, the best is 1.
    expect(money).toBeCloseTo(0.5 + (2 * 0.2) / 3 + 0.03, 12);
    expect(nothing.factors.map(({ basis }) => basis)).toEqual(["unknown", "unknown", "unknown", "unknown", "assumption", "unknown"]);
  });

  test("is what to find out, with its effect, and never praised", () => {
    expect(nothing.recommendations).toContain("Find out the severity of the problem: it is unknown and moves the score by up to 0.20");
    expect(nothing.recommendations.filter((line) => line.startsWith("Leverage"))).toEqual([]);
  });

  test("stands first in the sensitivity, and learning it narrows the interval", () => {
    expect(nothing.sensitivity[0]).toMatchObject({ factor: "problem_severity", swing: expect.closeTo(0.16, 12) });
    const informed = rescore("zzz", market("large", "unknown", "unknown"), nothing);
    expect(informed.high - informed.low).toBeLessThan(nothing.high - nothing.low);
    expect(informed.high).toBeCloseTo(nothing.high, 12);
  });

  test("has no band: what would have to be known, and what it could do, stand in its place", () => {
    expect(nothing.band).toBeNull();
    expect(nothing.standing).toMatchObject({ settled: false, limit: 0.2 });
    // 0.2 × 0.6, 0.15 × 0.6, 0.15 × 0.7, 0.2 × 1, 0.15 × 0.7.
    expect(nothing.standing?.width).toBeCloseTo(0.12 + 0.09 + 0.105 + 0.2 + 0.105, 12);
    expect(nothing.assessment).toBe(
      "Not settled: severity of the problem, market size, competition and growth rate are unknown and could move the score by 0.62",
    );
    expect(nothing.compatible).toEqual({
      score: expect.closeTo(0.43, 12),
      band: "good",
      assessment: "Good opportunity with moderate potential",
    });
  });

  test("of one assumption leaves the band as it is", () => {
    const one = scoreOpportunity({ name: "zzz", market: market("large", "high", "unknown"), severity: certain(0.9) });
    expect(one.standing).toMatchObject({ settled: true, width: expect.closeTo(0.105, 12) });
    expect(one.band).toBe("excellent");
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

describe("weights of one's own", () => {
  const pain = { market_size: 0, growth_rate: 0, competition: 0, problem_severity: 1, solution_feasibility: 0, monetization_potential: 0 };
  const input = { name: "zzz", market: market("small", "low", "high"), severity: certain(0.8) };

  test("make the score, which says whose they are, and leave the predecessor's beside it", () => {
    const own = scoreOpportunity(input, { weights: pain, used: { source: "stated", version: 3 } });
    expect([own.score, own.low, own.high, own.band]).toEqual([0.8, 0.8, 0.8, "excellent"]);
    expect(own.weighting).toEqual({ source: "stated", version: 3 });
    expect(own.compatible?.score).toBe(scoreOpportunity(input).score);
  });

  test("may make what is unknown matter more than a band is wide", () => {
    const contested = { ...pain, problem_severity: 0.5, competition: 0.5 };
    const vague = { ...input, market: market("small", "low", "unknown") };
    expect(scoreOpportunity(vague).standing?.settled).toBe(true);
    expect(scoreOpportunity(vague, { weights: contested, used: { source: "stated", version: 1 } }).standing?.settled).toBe(false);
  });

  test("can be applied to a stored score: it says what it was made from", () => {
    const stored = scoreOpportunity({ ...input, market: market("medium", "unknown", "low") });
    expect(marketBehind(stored)).toEqual(market("medium", "unknown", "low"));
    expect(severityBehind(stored)).toEqual(certain(0.8));
  });
});

describe("the swing of a factor", () => {
  const swing = (severity: SeverityEstimate) =>
    scoreOpportunity({ name: "zzz", market: market("medium", "medium", "medium"), severity }).sensitivity.find(
      ({ factor }) => factor === "problem_severity",
    )?.swing;

  test("goes from the 10th to the 90th percentile of the bootstrap, and of a normal one where that was not kept", () => {
    const quantiles = Array.from({ length: 41 }, (_, i) => 0.4 + (0.2 * i) / 40);
    expect(swing({ value: 0.5, low: 0.405, high: 0.595, basis: "evidence", quantiles })).toBeCloseTo(0.2 * 0.16, 12);
    expect(swing({ value: 0.5, low: 0.4, high: 0.6, basis: "evidence" })).toBeCloseTo((0.2 * 0.2 * 1.281_551_565_5) / 1.959_963_984_5, 6);
  });

  test("of feasibility is 0.32 of its weight, and nothing where all is certain", () => {
    const all = scoreOpportunity({ name: "zzz", market: market("medium", "medium", "medium"), severity: certain(0.6) }).sensitivity;
    expect(all).toEqual([
      { factor: "solution_feasibility", low: expect.closeTo(0.591, 12), high: expect.closeTo(0.639, 12), swing: expect.closeTo(0.048, 12) },
    ]);
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
    const { overall: estimate } = estimateSeverities([rows(0, 40), rows(40, 100)], scores, units, 1);
    expect(estimate.value).toBeCloseTo(0.4 * 1 + 0.6 * 0.3, 12);
    expect(estimate.low).toBeLessThan(estimate.value);
    expect(estimate.high).toBeGreaterThan(estimate.value);
    expect(estimate.high - estimate.low).toBeLessThan(0.25);
  });

  test("keeps the distribution that the interval comes from", () => {
    const { overall: estimate } = estimateSeverities([rows(0, 40), rows(40, 100)], scores, units, 1);
    const { quantiles = [] } = estimate;
    expect(quantiles).toHaveLength(41);
    expect(quantiles.toSorted((a, b) => a - b)).toEqual(quantiles);
    // 2.5 % and 97.5 % are the quantiles 1 and 39.
    expect([quantiles[1], quantiles[39]]).toEqual([expect.closeTo(estimate.low, 12), expect.closeTo(estimate.high, 12)]);
  });

  test("is unknown without themes", () =>
    expect(estimateSeverities([], [], [], 1).overall).toEqual({ value: 0.5, low: 0, high: 1, basis: "unknown" }));
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
