import { describe, expect, it } from "vitest";
import { businessFit, easeOf, effectiveness, goalFit, metricMean, predecessorScore } from "./predecessor.ts";
import type { ChannelProfile } from "./profiles.ts";

const profile: ChannelProfile = {
  name: "Fairs",
  typicalFor: ["service"],
  recommendedFor: ["sales", "engagement", "retention"],
  difficulty: "medium",
  timeToResults: "high",
  cost: "medium",
  places: ["local"],
  floor: [0, 0],
  strengths: { reach: 2, cost: 0.5 },
};

describe("the predecessor's parts", () => {
  it("know a typical business from any other, and hard and slow from easy and fast", () => {
    expect([businessFit(profile, "service"), businessFit(profile, "saas")]).toEqual([1, 0.5]);
    expect([easeOf("low"), easeOf("medium"), easeOf("high")]).toEqual([1, 0.8, 0.6]);
  });

  it("average over the goals, over all nine where none is named", () => {
    expect(goalFit(profile, ["sales"])).toBe(1);
    expect(goalFit(profile, ["sales", "lead-generation"])).toBe(0.65);
    expect(goalFit(profile, [])).toBeCloseTo((3 * 1 + 6 * 0.3) / 9, 12);
  });

  it("average six metrics, none above 1", () => {
    // .7, .6, .5, .4, reach .8 × 2 cut at 1, cost .6 × .5.
    expect(metricMean(profile)).toBeCloseTo((0.7 + 0.6 + 0.5 + 0.4 + 1 + 0.3) / 6, 12);
  });
});

describe("the predecessor's score", () => {
  it("is worked by hand for a channel of middling cost", () => {
    const judged = 0.7 * 0.2 + 0.5 * 0.3 + 0.65 * 0.3 + 0.8 * 0.1 + 0.6 * 0.1;
    const effective = judged * ((0.7 + 0.6 + 0.5 + 0.4 + 1 + 0.3) / 6);
    expect(effectiveness(profile, "saas", ["sales", "lead-generation"])).toBeCloseTo(effective, 12);
    const { priority, factors } = predecessorScore(profile, "saas", ["sales", "lead-generation"]);
    expect(factors).toEqual({ effectiveness: expect.closeTo(effective, 12), audience: 0.7, goals: 0.65, budget: 0.7 });
    expect(priority).toBeCloseTo(effective * 0.3 + 0.7 * 0.2 + 0.65 * 0.3 + 0.7 * 0.2, 12);
  });

  it.each([
    ["low", 1],
    ["medium", 0.7],
    ["high", 0.4],
  ] as const)("counts %s cost as %d, whatever the budget", (cost, budget) => {
    expect(predecessorScore({ ...profile, cost }, "saas", []).factors.budget).toBe(budget);
  });
});
