import { describe, expect, it } from "vitest";
import { audienceFit, budgetFit, fitScore } from "./fit.ts";
import type { ChannelProfile } from "./profiles.ts";

/** A channel with a typical business, one goal of two, medium difficulty and slow results, in two places, from 100 to 300 dollars. */
const profile: ChannelProfile = {
  name: "Fairs",
  typicalFor: ["service"],
  recommendedFor: ["sales"],
  difficulty: "medium",
  timeToResults: "high",
  cost: "high",
  places: ["in-person", "local"],
  floor: [100, 300],
  strengths: {},
};

describe("how a channel fits an audience", () => {
  it("is 0.2 where it meets nobody, and rises from 0.6 to 1 with the places that it meets them in", () => {
    expect(audienceFit(profile, ["search"]).value).toBe(0.2);
    expect(audienceFit(profile, ["local", "search"])).toEqual({ low: 0.8, value: 0.8, high: 0.8 });
    expect(audienceFit(profile, ["local", "in-person"]).value).toBe(1);
  });

  it("can be anything of that while nobody knows where the audience is", () => {
    expect(audienceFit(profile, [])).toEqual({ low: 0.2, value: 0.6, high: 1 });
  });
});

describe("how far a budget opens a channel", () => {
  it("is the share of the least useful spend that it covers, at most all of it", () => {
    expect(budgetFit([100, 300], 150)).toEqual({ low: 0.5, value: 0.75, high: 1 });
    expect(budgetFit([100, 300], 900)).toEqual({ low: 1, value: 1, high: 1 });
    expect(budgetFit([100, 300], 0)).toEqual({ low: 0, value: 0, high: 0 });
  });

  it("is all of it where nothing needs to be spent", () => {
    expect(budgetFit([0, 0], 0)).toEqual({ low: 1, value: 1, high: 1 });
    expect(budgetFit([0, 100], 0)).toEqual({ low: 0, value: 0, high: 1 });
  });
});

describe("the score of a channel", () => {
  it("weighs suitability .375, audience .25 and goals .375, times what the budget covers", () => {
    // Suitable: (1 × .3 + .8 × .1 + .6 × .1) / .5 = .88; goals: (1 + .3) / 2 = .65.
    const score = fitScore(profile, { business: "service", goals: ["sales", "engagement"], places: ["local"], budget: 150 });
    expect(score.factors).toEqual({ effectiveness: expect.closeTo(0.88, 12), audience: 0.8, goals: 0.65, budget: 0.75 });
    const whole = 0.375 * 0.88 + 0.25 * 0.8 + 0.375 * 0.65;
    expect([score.low, score.value, score.high]).toEqual([0.5, 0.75, 1].map((covered) => expect.closeTo(whole * covered, 12)));
  });

  it("takes every unknown at its worst for the low end and at its best for the high end", () => {
    const score = fitScore(profile, { business: "saas", goals: ["sales"], places: [], budget: 150 });
    // Not typical for the business: (.5 × .3 + .08 + .06) / .5 = .58; the goal is met.
    const parts = 0.375 * 0.58 + 0.375;
    expect(score.low).toBeCloseTo((parts + 0.25 * 0.2) * 0.5, 12);
    expect(score.value).toBeCloseTo((parts + 0.25 * 0.6) * 0.75, 12);
    expect(score.high).toBeCloseTo(parts + 0.25, 12);
  });
});
