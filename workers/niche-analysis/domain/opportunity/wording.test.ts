import { describe, expect, it } from "vitest";
import type { Factor } from "../../../../contracts/services/niche-opportunity.ts";
import { bandOf, bandsWithin, explanationOf, recommendationsFor } from "./wording.ts";

describe("the band of a score", () => {
  it.each([
    [1, "excellent"],
    [0.8, "excellent"],
    [0.799, "very_good"],
    [0.6, "very_good"],
    [0.599, "good"],
    [0.4, "good"],
    [0.399, "fair"],
    [0.2, "fair"],
    [0.199, "limited"],
    [0, "limited"],
    // 0.2 × 3 as a sum of weighted scores falls a hair short of 0.6.
    [0.6 - 1e-12, "very_good"],
  ])("%d is %s", (score, band) => {
    expect(bandOf(score)).toBe(band);
  });

  it("may be any of those that the interval touches, best first", () => {
    expect(bandsWithin(0.35, 0.65)).toEqual(["very_good", "good", "fair"]);
    expect(bandsWithin(0.5, 0.5)).toEqual(["good"]);
    expect(bandsWithin(0, 1)).toHaveLength(5);
  });
});

describe("recommendations", () => {
  const factor = (name: Factor["name"], score: number, basis: Factor["basis"] = "assumption"): Factor => ({
    name,
    weight: 0.2,
    score,
    low: 0.3,
    high: 0.9,
    basis,
    explanation: "",
  });
  const beyondGeneral = (...factors: Factor[]) => recommendationsFor("earbuds", "good", factors).slice(3);

  it("praise a factor from 0.7 on, warn of one up to 0.4 and leave the middle alone", () => {
    expect(beyondGeneral(factor("market_size", 0.7))).toEqual(["Leverage the large market size in the earbuds niche"]);
    expect(beyondGeneral(factor("growth_rate", 0.4))).toEqual(["Plan for slow growth in the earbuds niche"]);
    expect(beyondGeneral(factor("market_size", 0.69), factor("growth_rate", 0.41))).toEqual([]);
  });

  it("ask for what is unknown, with its effect, instead of judging it; what merely follows is not asked for", () => {
    expect(beyondGeneral(factor("competition", 0.9, "unknown"), factor("monetization_potential", 0.9, "unknown"))).toEqual([
      "Find out the competition: it is unknown and moves the score by up to 0.12",
    ]);
  });
});

describe("the explanation of a factor", () => {
  const range = { low: 0.3, high: 0.9 };

  it("says where the figure comes from: an assumption, the evidence, or nothing", () => {
    expect(explanationOf("market_size", { set: "large" }, "assumption", range)).toBe("The market size is assumed to be large.");
    expect(explanationOf("problem_severity", { over: "conversations" }, "evidence", range)).toMatch(
      /bootstrap over conversations gives 0\.30 to 0\.90/,
    );
    expect(explanationOf("problem_severity", {}, "evidence", range)).toContain("bootstrap over authors gives");
    expect(explanationOf("competition", {}, "unknown", range)).toBe("The competition is unknown: anything from 0.30 to 0.90 is possible.");
    expect(explanationOf("monetization_potential", {}, "unknown", range)).toMatch(/^Follows from market size and growth rate, of which/);
    expect(explanationOf("monetization_potential", {}, "assumption", range)).toMatch(/^Assumed to follow from market size/);
  });
});
