import { describe, expect, it } from "vitest";
import * as contract from "./agent-teams.ts";

describe("what a run assumes", () => {
  it("is stated here for everything that the founder leaves out", () => {
    expect(contract.runAssumptionsSchema.parse({})).toEqual({
      goals: ["customer-acquisition"],
      businessType: "saas",
      // 1,000 dollars of marketing money a month, 5 dollars to serve a user, 19.99 for the nearest alternative.
      budget: { minor: 100_000, currency: "USD" },
      costPerUser: 500,
      competitorPrice: 1_999,
      // Worth as much as the alternative; buyers look at the price and at the rest alike.
      valuePerception: 1,
      priceSensitivity: 0.5,
      elasticity: 1.5,
      marketSize: 10_000,
      // The predecessor's projection.
      projection: { initialUsers: 0, acquisition: 50, acquisitionGrowth: 0.05, conversion: 0.2, churn: 0.05 },
    });
  });

  it("keeps what is stated and fills in the rest, also within the projection", () => {
    const assumed = contract.runAssumptionsSchema.parse({ marketSize: 500, projection: { churn: { value: 0.1, low: 0.05, high: 0.2 } } });
    expect(assumed).toMatchObject({
      marketSize: 500,
      costPerUser: 500,
      projection: { churn: { value: 0.1, low: 0.05, high: 0.2 }, conversion: 0.2 },
    });
  });

  it.each([
    { goals: [] },
    { goals: ["fame"] },
    { productName: "  " },
    { budget: { minor: 0.5, currency: "USD" } },
    { costPerUser: -1 },
    { priceSensitivity: 1.1 },
    { elasticity: 0 },
    { marketSize: 0 },
    { targetMrr: 0 },
  ])("cannot be %j", (change) => {
    expect(contract.runAssumptionsSchema.safeParse(change).success).toBe(false);
  });
});

describe("a run and its team", () => {
  const ids = { teamId: "tea_0123456789", nicheId: "nch_0123456789" };

  it("is named by ids of the right kind and draws with a seed of 32 bits, 1 unless stated", () => {
    expect(contract.runInputSchema.parse(ids).seed).toBe(1);
    const seeds = [0, 2 ** 32 - 1, 2 ** 32, -1, 0.5].filter((seed) => contract.runInputSchema.safeParse({ ...ids, seed }).success);
    expect(seeds).toEqual([0, 2 ** 32 - 1]);
    expect(contract.runInputSchema.safeParse({ teamId: ids.nicheId, nicheId: ids.teamId }).success).toBe(false);
  });

  it("asks a person before marketing unless the team says otherwise", () => {
    expect(contract.teamInputSchema.parse({ name: " Team " })).toEqual({ name: "Team", approvals: { marketing: "ask" } });
    expect(contract.teamInputSchema.parse({ name: "Team", approvals: { marketing: "auto" } }).approvals.marketing).toBe("auto");
  });

  it("has all its profiles or none stated", () => {
    const profile = { role: "researcher", name: "R", instructions: "Look.", scopes: ["niches:read"] };
    const accepted = [0, 1, 4, 5, 6].filter(
      (count) => contract.teamInputSchema.safeParse({ name: "T", profiles: Array.from({ length: count }, () => profile) }).success,
    );
    expect(accepted).toEqual([5]);
    expect(contract.profileSchema.safeParse({ ...profile, scopes: ["everything"] }).success).toBe(false);
  });

  it("is decided on with a yes or a no: only the clock lets an approval lapse", () => {
    const decided = ["approved", "rejected", "expired"].filter(
      (decision) => contract.decisionInputSchema.safeParse({ step: "marketing", decision }).success,
    );
    expect(decided).toEqual(["approved", "rejected"]);
  });
});
