import { describe, expect, it } from "vitest";
import type * as z from "zod";
import * as contract from "./marketing.ts";

const accepts = (schema: z.ZodType, input: unknown) => schema.safeParse(input).success;

describe("a plan's request", () => {
  const theme = { id: "t1", label: "battery", quotes: [{ evidenceId: "e1", text: "It dies." }] };
  const request = {
    commandId: "c",
    niche: { id: "n", name: "Earbuds", themes: [theme] },
    audience: { description: "runners" },
    goals: ["sales"],
    budget: { minor: 0, currency: "USD" },
  };
  const withTheme = (change: object) => ({ ...request, niche: { ...request.niche, themes: [{ ...theme, ...change }] } });

  it("is for a subscription that is scored by fit, in places that nobody knows, unless it says otherwise", () => {
    expect(contract.planRequestSchema.parse({ ...request, price: { id: "p", amount: { minor: 0, currency: "USD" } } })).toMatchObject({
      businessType: "saas",
      method: "fit",
      audience: { places: [] },
      price: { period: "month" },
      niche: { themes: [{ keywords: [] }] },
    });
  });

  it.each([
    { budget: { minor: -1, currency: "USD" } },
    { price: { id: "p", amount: { minor: -1, currency: "USD" } } },
    { goals: [] },
    { niche: { id: "n", name: "Earbuds", themes: [] } },
    { audience: { description: "" } },
    { commandId: "" },
    { method: "guess" },
  ])("is refused with %j", (change) => {
    expect(accepts(contract.planRequestSchema, { ...request, ...change })).toBe(false);
  });

  it("counts no more people than there are, authors unless it says texts", () => {
    const counted = (count: number, of: number) => accepts(contract.planRequestSchema, withTheme({ share: { count, of } }));
    expect([counted(0, 1), counted(5, 5), counted(6, 5), counted(0, 0)]).toEqual([true, true, false, false]);
    const complained = (count: number, of: number) => accepts(contract.planRequestSchema, withTheme({ complaint: { count, of } }));
    expect([complained(5, 5), complained(6, 5)]).toEqual([true, false]);
    expect(contract.planThemeSchema.parse({ ...theme, share: { count: 1, of: 2 } }).share?.unit).toBe("authors");
  });

  it("rests on at least one quote a theme", () => {
    expect(accepts(contract.planRequestSchema, withTheme({ quotes: [] }))).toBe(false);
    expect(accepts(contract.planRequestSchema, withTheme({ quotes: [{ evidenceId: "e1", text: "" }] }))).toBe(false);
  });

  it("tests for a rise that stays a share: baseline and effect lie within 0 to 1, also together", () => {
    const tested = (baseline: number, minimumEffect: number) =>
      accepts(contract.planRequestSchema, { ...request, experiment: { baseline, minimumEffect } });
    expect([tested(0.05, 0.01), tested(0.5, 0.49)]).toEqual([true, true]);
    expect([tested(0.5, 0.5), tested(0, 0.1), tested(0.1, 0), tested(0.9, 0.2)]).toEqual([false, false, false, false]);
  });
});

describe("an experiment's request", () => {
  const variant = { name: "A", impressions: 100, clicks: 10, conversions: 1 };
  const among = (...variants: object[]) => accepts(contract.experimentRequestSchema, { variants: [variant, ...variants] });

  it("compares two to twenty variants at 5 % unless it says otherwise", () => {
    expect(contract.experimentRequestSchema.parse({ variants: [variant, variant] }).alpha).toBe(0.05);
    const many = (count: number) => among(...Array.from({ length: count - 1 }, () => variant));
    expect([many(1), many(2), many(20), many(21)]).toEqual([false, true, true, false]);
  });

  it("counts a funnel: no more clicks than impressions, no more conversions than clicks", () => {
    expect(among({ ...variant, clicks: 100, conversions: 100 })).toBe(true);
    expect(among({ ...variant, clicks: 101 })).toBe(false);
    expect(among({ ...variant, conversions: 11 })).toBe(false);
    expect(among({ ...variant, impressions: 0, clicks: 0, conversions: 0 })).toBe(false);
  });

  it("says which count is wrong", () => {
    const { error } = contract.variantSchema.safeParse({ ...variant, conversions: 11 });
    expect(error?.issues).toMatchObject([{ path: ["conversions"], message: "must not exceed clicks" }]);
  });

  it("takes an error rate above 0 and up to one half", () => {
    const alphas = [0, 0.01, 0.5, 0.51].filter((alpha) =>
      accepts(contract.experimentRequestSchema, { variants: [variant, variant], alpha }),
    );
    expect(alphas).toEqual([0.01, 0.5]);
  });
});
