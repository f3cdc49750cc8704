import { describe, expect, it } from "vitest";
import { factorChangeInWords, possibleChanges, weightChangeInWords, type FactorChange } from "./change-words.ts";

const nameOf = (id: string) => (id === "b" ? "Bags" : "Amps");
const change: FactorChange = {
  nicheId: "a",
  factor: "competition",
  basis: "unknown",
  value: 0.53,
  low: 0.2,
  high: 0.9,
  effect: "loses",
  against: "b",
  flipAt: 0.31,
  change: -0.22,
  possible: true,
  levels: ["high"],
};

describe("what would change the first place", () => {
  it("is said of a weight with who would come first", () => {
    const flip = { criterion: "competition" as const, weight: 0.15, flipAt: 0.42, change: 0.27, overtakenBy: "b" };
    expect(weightChangeInWords(flip, nameOf)).toBe("at 42 %: Bags would come first");
    expect(weightChangeInWords({ ...flip, flipAt: null, change: null, overtakenBy: null }, nameOf)).toBe(
      "no weight of it changes the first place",
    );
  });

  it("is said of what is unknown with the level and the value", () => {
    expect(factorChangeInWords(change, nameOf)).toBe("Bags would come first if high, below 0.31");
    expect(factorChangeInWords({ ...change, effect: "gains", flipAt: 0.7, levels: [] }, nameOf)).toBe("would come first above 0.70");
    expect(factorChangeInWords({ ...change, flipAt: 0.1, levels: [], possible: false }, nameOf)).toContain("outside what is possible");
    expect(factorChangeInWords({ ...change, flipAt: null, levels: [], possible: false }, nameOf)).toBe("cannot change it");
  });

  it("leaves out what cannot happen", () => {
    expect(possibleChanges([change, { ...change, possible: false }, { ...change, flipAt: null, levels: [] }])).toEqual([change]);
  });
});
