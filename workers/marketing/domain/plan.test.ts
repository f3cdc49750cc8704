import { expect, test } from "vitest";
import { planRequestSchema, planSchema, type PlanRequest } from "../../../contracts/services/marketing.ts";
import { createPlan, isPublishable } from "./plan.ts";

const request: PlanRequest = {
  commandId: "c1",
  niche: {
    id: "nch_1",
    name: "meal planning",
    themes: [
      {
        id: "t1",
        label: "portions for two",
        share: { count: 40, of: 100 },
        quotes: [
          { evidenceId: "e1", text: "Every recipe feeds four and I cook for two." },
          { evidenceId: "e2", text: "I never know what to do with the other half." },
        ],
      },
    ],
  },
  audience: { description: "people who cook for two", places: ["communities"] },
  goals: ["audience-growth"],
  budget: { minor: 30_000, currency: "EUR" },
};
const context = { id: "mkt_1", now: Date.UTC(2026, 10, 22), createdBy: "usr_1" };
const planOf = (changes: Partial<PlanRequest> = {}) => createPlan(planRequestSchema.parse({ ...request, ...changes }), context);

const assumed = (changes: Partial<PlanRequest>) => planOf(changes).assumptions.map(({ id, source }) => `${id}: ${source}`);

test("a plan has one landing page, three posts, ranked channels and a budget that adds up", () => {
  const plan = planOf();
  expect(planSchema.parse(plan)).toEqual(plan);
  expect(plan.content.map(({ kind }) => kind)).toEqual(["landing-page", "post", "post", "post"]);
  expect(plan.channels.map(({ score }) => score)).toEqual(plan.channels.map(({ score }) => score).toSorted((a, b) => b - a));
  expect(plan.budget.reduce((sum, { amount }) => sum + amount.minor, 0)).toBe(30_000);
  expect(plan.createdAt).toBe("2026-11-22T00:00:00.000Z");
  expect(isPublishable(plan)).toBe(true);
});

test("every text of a plan has an address of its own, also when two titles begin with the same long quotation", () => {
  const text = "Using all earpieces, left or right, this thing will not stay on my ear.";
  const themes = [{ id: "t1", label: "ear fit", quotes: [{ evidenceId: "e1", text }] }];
  const slugs = planOf({ niche: { id: "nch_1", name: "headsets", themes } }).content.map(({ slug }) => slug);
  expect(new Set(slugs).size).toBe(4);
});

test("the same request gives the same plan", () => {
  expect(planOf()).toEqual(planOf());
});

test("fixed shares are the predecessor's: 40, 30 and 30 of a hundred up to a thousand", () => {
  const { budget, assumptions } = planOf({ method: "fixed-shares" });
  expect(budget.map(({ channel, amount }) => [channel, amount.minor])).toEqual([
    ["content-marketing", 12_000],
    ["social-media-organic", 9_000],
    ["email-marketing", 9_000],
  ]);
  expect(assumptions.map(({ id }) => id)).toContain("fixed-shares");
});

test("a persona is a theme with its words and its Wilson interval, and nothing made up", () => {
  const [persona] = planOf().personas;
  expect(persona).toMatchObject({
    themeId: "t1",
    name: "Brings up portions for two",
    evidenceIds: ["e1", "e2"],
    share: { count: 40, of: 100 },
  });
  // Wilson 95 % of 40 in 100: 0.3094 to 0.4980 (Brown, Cai & DasGupta 2001, their eq. 4).
  expect(persona?.share?.low).toBeCloseTo(0.3094, 4);
  expect(persona?.share?.high).toBeCloseTo(0.498, 4);
  expect(persona?.says).toBe("I never know what to do with the other half.");
});

test("the headline test asks for as many visitors as Evan Miller's calculator", () => {
  const { headlineTest } = planOf({ experiment: { baseline: 0.05, minimumEffect: 0.01 } });
  expect(headlineTest?.perVariant).toBe(7664);
  expect(headlineTest?.variants).toEqual([
    "“I never know what to do with the other half.”",
    "“Every recipe feeds four and I cook for two.”",
  ]);
  const single = { ...request.niche, themes: request.niche.themes.map((theme) => ({ ...theme, quotes: theme.quotes.slice(0, 1) })) };
  expect(planOf({ niche: single }).headlineTest).toBeUndefined();
});

test("what is assumed is listed: unknown places, borrowed floors, default test", () => {
  expect(assumed({ audience: { description: "cooks" } })).toContain("audience-places: audience.places left empty");
  expect(assumed({})).toContain("audience-places: stated in the request");
  expect(assumed({}).some((line) => line.startsWith("floors"))).toBe(true);
  expect(assumed({ budget: { minor: 1, currency: "USD" } }).some((line) => line.startsWith("floors"))).toBe(false);
  expect(assumed({}).some((line) => line.startsWith("headline-test: assumed here"))).toBe(true);
  expect(assumed({})).toContain("independence: shares given without an interval");
  const stated = request.niche.themes.map((theme) => ({ ...theme, share: { count: 40, of: 100, low: 0.2, high: 0.6 } }));
  expect(assumed({ niche: { ...request.niche, themes: stated } }).some((line) => line.startsWith("independence"))).toBe(false);
});

test("an unnamed product is called this project", () => {
  const plan = planOf();
  expect(plan.productName).toBe("this project");
  for (const { markdown } of plan.content) expect(markdown).toMatch(/this project/i);
});
