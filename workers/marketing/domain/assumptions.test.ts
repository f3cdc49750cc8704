import { describe, expect, it } from "vitest";
import { planRequestSchema, type MarketingPlan, type PlanRequest } from "../../../contracts/services/marketing.ts";
import { assumptionsOf } from "./assumptions.ts";

const request: PlanRequest = {
  commandId: "c",
  niche: {
    id: "n",
    name: "Earbuds",
    themes: [
      { id: "t", label: "battery", share: { count: 1, of: 2, low: 0.1, high: 0.9 }, quotes: [{ evidenceId: "e", text: "It dies." }] },
    ],
  },
  audience: { description: "runners", places: ["search", "social"] },
  goals: ["sales"],
  budget: { minor: 100, currency: "USD" },
};
const headlineTest: NonNullable<MarketingPlan["headlineTest"]> = {
  variants: ["A", "B"],
  baseline: 0.05,
  minimumEffect: 0.012,
  alpha: 0.05,
  power: 0.8,
  perVariant: 1_000,
};
const assumed = (change: Partial<PlanRequest> = {}, test?: MarketingPlan["headlineTest"]) =>
  assumptionsOf(planRequestSchema.parse({ ...request, ...change }), test);
const ids = (...args: Parameters<typeof assumed>) => assumed(...args).map(({ id }) => id);

describe("what a plan takes for granted", () => {
  it("is at least its voices, its channels and where the audience is", () => {
    expect(ids()).toEqual(["voices", "channel-profiles", "audience-places"]);
    expect(assumed()[2]).toMatchObject({ statement: "The audience is met in search, social.", source: "stated in the request" });
  });

  it("admits that nobody knows where the audience is", () => {
    expect(assumed({ audience: { description: "runners" } })[2]).toMatchObject({ statement: expect.stringContaining("not known") });
  });

  it("owns up to the predecessor's constants when these are asked for", () => {
    expect(ids({ method: "fixed-shares" })).toContain("fixed-shares");
    expect(ids({ method: "fit" })).not.toContain("fixed-shares");
  });

  it("says that floors known in dollars are used for another currency, where they are used", () => {
    expect(ids({ budget: { minor: 100, currency: "EUR" } })).toContain("floors");
    expect(ids({ budget: { minor: 100, currency: "EUR" }, method: "fixed-shares" })).not.toContain("floors");
    expect(ids({ budget: { minor: 100, currency: "USD" } })).not.toContain("floors");
  });

  it("says that an interval of ours supposes independent voices", () => {
    const [theme] = request.niche.themes;
    const themes = theme ? [{ ...theme, share: { count: 1, of: 2 } }] : [];
    expect(ids({ niche: { ...request.niche, themes } })).toContain("independence");
    expect(ids({ niche: { ...request.niche, themes: themes.map(({ share: _, ...rest }) => rest) } })).not.toContain("independence");
  });

  it("states what the headline's test supposes, and who said so", () => {
    expect(assumed({}, headlineTest).at(-1)).toMatchObject({
      id: "headline-test",
      statement: "5 % of visitors act today, and a change of 1.2 % is worth noticing.",
      source: expect.stringMatching(/^assumed here/),
    });
    const stated = assumed({ experiment: { baseline: 0.05, minimumEffect: 0.012 } }, headlineTest).at(-1);
    expect(stated?.source).toBe("stated in the request");
  });
});
