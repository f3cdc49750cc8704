import { describe, expect, it } from "vitest";
import { basisOf, factorScorer, factorWeights, inputRanges, likelyInputs, predecessorScores, type Inputs } from "./factors.ts";

const middling: Inputs = { marketSize: "medium", growthRate: "medium", competition: "medium", severity: 0.5, feasibilityShift: 0 };
const scores = (change: Partial<Inputs> = {}, name = "zzz") => factorScorer(name)({ ...middling, ...change });
const severity = { value: 0.5, low: 0.4, high: 0.6, basis: "evidence" as const };

describe("the factors of an opportunity", () => {
  it("have weights that add up to 1", () => {
    expect(Object.values(factorWeights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  it("score market, growth and competition by the predecessor's table", () => {
    expect((["large", "medium", "small"] as const).map((marketSize) => scores({ marketSize }).market_size)).toEqual([0.9, 0.6, 0.3]);
    expect((["high", "medium", "low"] as const).map((growthRate) => scores({ growthRate }).growth_rate)).toEqual([0.9, 0.6, 0.3]);
    expect((["low", "medium", "high"] as const).map((competition) => scores({ competition }).competition)).toEqual([0.9, 0.5, 0.2]);
  });

  it("find money where the market is large, grows, hurts and does business", () => {
    const potential = (change: Partial<Inputs>, name?: string) => scores(change, name).monetization_potential;
    expect(potential({})).toBeCloseTo(0.7, 12);
    expect(potential({ marketSize: "small", growthRate: "low" })).toBeCloseTo(0.3, 12);
    expect(potential({ marketSize: "large" })).toBeCloseTo(0.8, 12);
    expect(potential({ growthRate: "high" })).toBeCloseTo(0.8, 12);
    // More than 0.7 hurts; 0.7 itself does not yet.
    expect(potential({ severity: 0.7 })).toBeCloseTo(0.7, 12);
    expect(potential({ severity: 0.71 })).toBeCloseTo(0.8, 12);
    expect(potential({}, "Enterprise wikis")).toBeCloseTo(0.8, 12);
    expect(potential({ marketSize: "large", growthRate: "high", severity: 1 }, "business")).toBe(1);
  });

  it("hold text to be easier than analysis, and analysis easier than the rest, for all that a name can tell", () => {
    const feasibility = (name: string, feasibilityShift = 0) => scores({ feasibilityShift }, name).solution_feasibility;
    expect(["zzz", "Inventory management", "Content writing"].map((name) => feasibility(name))).toEqual([
      0.7,
      expect.closeTo(0.8, 12),
      expect.closeTo(0.9, 12),
    ]);
    expect(feasibility("content analytics")).toBeCloseTo(1, 12);
    expect(feasibility("content analytics", 0.2)).toBe(1);
    expect(feasibility("zzz", -0.2)).toBeCloseTo(0.5, 12);
  });
});

describe("what an input can be", () => {
  it("is one value where it is known and all of them where it is not, the least favourable first", () => {
    expect(inputRanges({ marketSize: "large", growthRate: "unknown", competition: "unknown" }, severity)).toEqual({
      marketSize: ["large"],
      growthRate: ["low", "medium", "high"],
      competition: ["high", "medium", "low"],
      monetization: [undefined],
      severity: [0.4, 0.6],
      feasibilityShift: [-0.2, 0.2],
    });
    expect(inputRanges({ marketSize: "unknown", growthRate: "low", competition: "low" }, severity)).toMatchObject({
      marketSize: ["small", "medium", "large"],
      growthRate: ["low"],
      competition: ["low"],
    });
  });

  it("rests on evidence, on an assumption or on nothing", () => {
    const market = { marketSize: "large", growthRate: "unknown", competition: "unknown" } as const;
    const bases = (
      ["market_size", "growth_rate", "competition", "problem_severity", "solution_feasibility", "monetization_potential"] as const
    ).map((name) => basisOf(name, market, severity));
    expect(bases).toEqual(["assumption", "unknown", "unknown", "evidence", "assumption", "unknown"]);
    const potential = (marketSize: "small" | "unknown", growthRate: "low" | "unknown") =>
      basisOf("monetization_potential", { marketSize, growthRate, competition: "unknown" }, severity);
    expect([potential("small", "low"), potential("unknown", "low"), potential("small", "unknown")]).toEqual([
      "assumption",
      "unknown",
      "unknown",
    ]);
  });
});

describe("what is likely", () => {
  const unknown = { marketSize: "unknown", growthRate: "unknown", competition: "unknown" } as const;
  const nobodyKnows = { value: 0.5, low: 0, high: 1, basis: "unknown" as const };

  it("is the one set of inputs that is known", () => {
    expect(likelyInputs({ marketSize: "large", growthRate: "low", competition: "high" }, severity)).toEqual([
      { inputs: { marketSize: "large", growthRate: "low", competition: "high", severity: 0.5, feasibilityShift: 0 }, chance: 1 },
    ]);
  });

  it("is every combination of what is not, with three in ten severities above 0.7", () => {
    const all = likelyInputs(unknown, nobodyKnows);
    expect(all).toHaveLength(3 ** 3 * 10);
    expect(all.filter(({ inputs }) => inputs.severity > 0.7)).toHaveLength(3 ** 3 * 3);
    expect(all.reduce((sum, { inputs, chance }) => sum + chance * inputs.severity, 0)).toBeCloseTo(0.5, 12);
    expect(all.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1, 12);
  });

  it("was 0.5 and no pain to the predecessor: 0.43 of a niche of which nothing is known", () => {
    const guessed = predecessorScores("zzz", unknown, nobodyKnows);
    expect(guessed).toMatchObject({ market_size: 0.5, growth_rate: 0.5, competition: 0.5, problem_severity: 0, solution_feasibility: 0.7 });
    expect(guessed.monetization_potential).toBeCloseTo(0.5, 12);
    const sum = Object.entries(guessed).reduce((all, [name, score]) => all + factorWeights[name as keyof typeof factorWeights] * score, 0);
    expect(sum).toBeCloseTo(0.43, 12);
  });
});
