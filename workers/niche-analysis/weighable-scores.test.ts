import { describe, expect, it } from "vitest";
import { unknownMarket, type Market } from "../../contracts/services/niche-opportunity.ts";
import { ownWeights, scoreOpportunity } from "./domain/opportunity/score.ts";
import { shownOpportunity, weighableColumns } from "./weighable-scores.ts";

const severity = { value: 0.9, low: 0.8, high: 1, basis: "evidence" as const };
const painOnly = {
  weights: { market_size: 0, growth_rate: 0, competition: 0, problem_severity: 1, solution_feasibility: 0, monetization_potential: 0 },
  used: { source: "stated" as const, version: 2 },
};

/** A row of the list, as the projection writes it; without what the score was made from where it is an old one. */
function row(market: Market, old = false) {
  const opportunity = scoreOpportunity({ name: "zzz", market, severity });
  const { score, low, high, band, assessment } = opportunity;
  const { inputs } = weighableColumns("zzz", opportunity);
  return {
    organisation: "org_1",
    id: "nch_1",
    name: "zzz",
    parentId: null,
    status: "succeeded",
    done: 1,
    total: 1,
    unit: "texts",
    message: null,
    evidenceCount: 1,
    themeCount: 1,
    topThemes: "[]",
    score,
    low,
    high,
    band,
    assessment,
    inputs: old ? null : String(inputs),
    marketSize: null,
    growthRate: null,
    competition: null,
    problemSeverity: null,
    solutionFeasibility: null,
    monetizationPotential: null,
    createdAt: "",
    updatedAt: "",
  };
}

describe("a score in the list", () => {
  it("is the one that the niche itself shows, by whatever weights", () => {
    const market: Market = { ...unknownMarket, marketSize: "large" };
    for (const weighted of [ownWeights, painOnly]) {
      const { score, low, high, band, assessment, weighting, standing } = scoreOpportunity({ name: "zzz", market, severity }, weighted);
      expect(shownOpportunity(row(market), weighted).opportunity).toEqual({ score, low, high, band, assessment, weighting, standing });
    }
  });

  it("of before it said what it was made from is shown as it was, by the product's own weights", () => {
    const market: Market = { marketSize: "large", growthRate: "high", competition: "low" };
    const { score, band } = scoreOpportunity({ name: "zzz", market, severity });
    expect(shownOpportunity(row(market, true), painOnly).opportunity).toMatchObject({
      score,
      band,
      weighting: { source: "default", version: 0 },
    });
  });

  it("is none before there is one", () => expect(shownOpportunity({ ...row(unknownMarket), score: null }, ownWeights)).toEqual({}));
});
