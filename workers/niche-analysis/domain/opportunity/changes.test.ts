import { describe, expect, it } from "vitest";
import type { Market } from "../../../../contracts/services/niche-opportunity.ts";
import { changesOf, type RankedNiche } from "./changes.ts";
import { gist, ownWeights } from "./score.ts";
import { unknownSeverity, type SeverityEstimate } from "./severity-estimate.ts";

const known: Market = { marketSize: "large", growthRate: "medium", competition: "medium" };
const certain = (value: number): SeverityEstimate => ({ value, low: value, high: value, basis: "evidence" });

function ranked(nicheId: string, market: Market, severity: SeverityEstimate): RankedNiche {
  const input = { name: "zzz", market, severity };
  const { score, factors } = gist(input, ownWeights);
  return { nicheId, ...input, score, factors };
}

describe("what would change the first place", () => {
  const first = ranked("a", known, certain(0.5));
  const second = ranked("b", { ...known, marketSize: "medium" }, certain(0.6));
  const changes = changesOf([first, second], ownWeights);

  it("names for each criterion the weight that does it, smallest change first", () => {
    // Lead 0.3 on size and 0.1 on monetization, −0.1 on severity.
    const severity = changes?.weights.find(({ criterion }) => criterion === "problem_severity");
    // Others: (0.2 × 0.3 + 0.15 × 0.1) ÷ 0.8; −0.1 t + 0.09375 (1 − t) = 0.
    expect(severity).toEqual({
      criterion: "problem_severity",
      weight: 0.2,
      flipAt: expect.closeTo(0.09375 / 0.19375, 9),
      change: expect.closeTo(0.09375 / 0.19375 - 0.2, 9),
      overtakenBy: "b",
    });
    expect(changes?.weights[0]?.change).not.toBeNull();
    const sizes = changes?.weights.map(({ change }) => Math.abs(change ?? 9)) ?? [];
    expect(sizes.toSorted((a, b) => a - b)).toEqual(sizes);
    // Growth is equal for both: as it takes all the weight the lead vanishes, and nobody overtakes.
    expect(changes?.weights.find(({ criterion }) => criterion === "growth_rate")?.flipAt).toBeNull();
  });

  it("names what is assumed, with the value and the levels that do it", () => {
    const size = changes?.factors.find(({ nicheId, factor }) => nicheId === "a" && factor === "market_size");
    // 0.2 × 0.3 + 0.15 × 0.1 − 0.2 × 0.1 = 0.055 ahead: 0.9 − 0.055 ÷ 0.2.
    expect(size).toMatchObject({
      effect: "loses",
      against: "b",
      flipAt: expect.closeTo(0.625, 9),
      possible: true,
      levels: ["medium", "small"],
    });
    const rival = changes?.factors.find(({ nicheId, factor }) => nicheId === "b" && factor === "competition");
    // 0.5 + 0.055 ÷ 0.15, which low competition (0.9) passes.
    expect(rival).toMatchObject({ effect: "gains", flipAt: expect.closeTo(0.5 + 0.055 / 0.15, 9), possible: true, levels: ["low"] });
    expect(changes?.factors.some(({ factor }) => factor === "problem_severity")).toBe(false);
  });

  it("says where nothing possible does", () => {
    const far = changesOf(
      [
        ranked("a", { marketSize: "large", growthRate: "high", competition: "low" }, certain(1)),
        ranked("b", { marketSize: "small", growthRate: "low", competition: "high" }, certain(0.3)),
      ],
      ownWeights,
    );
    expect(far?.weights.every(({ flipAt }) => flipAt === null)).toBe(true);
    expect(far?.factors.every(({ possible }) => !possible)).toBe(true);
  });

  it("counts an unknown severity among what could be learnt", () => {
    const vague = changesOf([first, ranked("c", { ...known, marketSize: "medium" }, unknownSeverity)], ownWeights);
    expect(vague?.factors.find(({ factor }) => factor === "problem_severity")).toMatchObject({
      nicheId: "c",
      basis: "unknown",
      effect: "gains",
      possible: true,
    });
  });

  it("needs two niches", () => expect(changesOf([first], ownWeights)).toBeUndefined());
});
