import { describe, expect, test } from "vitest";
import type * as z from "zod";
import * as contract from "./monetization.ts";

const accepts = (schema: z.ZodType, input: unknown) => schema.safeParse(input).success;

describe("an estimate", () => {
  const share = contract.estimateSchema(0, 1);

  test("is a number or a number with its range, within the bounds of its field", () => {
    for (const input of [0, 1, 0.5, { value: 0.5 }, { value: 0.5, low: 0.5, high: 0.5 }, { value: 0.5, low: 0.1 }])
      expect([input, accepts(share, input)]).toEqual([input, true]);
    for (const input of [-0.1, 1.1, "0.5", { value: 2 }, { value: 0.5, high: 1.5 }, { low: 0 }])
      expect([input, accepts(share, input)]).toEqual([input, false]);
  });

  test("lies within its range", () => {
    expect(accepts(share, { value: 0.5, low: 0.6 })).toBe(false);
    expect(accepts(share, { value: 0.5, high: 0.4 })).toBe(false);
  });

  test("calls itself evidence only with evidence", () => {
    expect(accepts(share, { value: 0.5, basis: "evidence" })).toBe(false);
    expect(accepts(share, { value: 0.5, basis: "evidence", evidenceIds: [] })).toBe(false);
    expect(accepts(share, { value: 0.5, basis: "evidence", evidenceIds: ["e1"] })).toBe(true);
    expect(accepts(share, { value: 0.5, basis: "assumption" })).toBe(true);
  });
});

describe("a price request", () => {
  const request = { commandId: "c", nicheName: "Bakeries", currency: "USD", costPerUser: 500, marketSize: 100, elasticity: 1.2 };
  const price = contract.recommendPriceRequestSchema;

  test("needs a name, a cost, a market and an elasticity; the rest has defaults", () => {
    expect(price.parse(request)).toMatchObject({
      valuePerception: 1,
      priceSensitivity: 0.5,
      profitMargin: 0.3,
      shareAtPrice: 0.05,
      tierNames: ["Basic", "Pro", "Premium"],
      freeTier: false,
      evidenceIds: [],
    });
    for (const field of ["commandId", "nicheName", "currency", "costPerUser", "marketSize", "elasticity"]) {
      expect([field, accepts(price, { ...request, [field]: undefined })]).toEqual([field, false]);
    }
  });

  test("refuses what has no meaning", () => {
    for (const change of [
      { costPerUser: -1 },
      { marketSize: 0 },
      { marketSize: 1.5 },
      { elasticity: 0 },
      { profitMargin: 1 },
      { priceSensitivity: 2 },
      { nicheName: "  " },
      { currency: "XXX" },
      { nicheId: "prc_0000000000" },
      { tierNames: [] },
      { strategy: "guess" },
    ]) {
      expect([change, accepts(price, { ...request, ...change })]).toEqual([change, false]);
    }
  });
});

describe("a projection request", () => {
  const request = { commandId: "c", currency: "USD", prices: [{ tier: "One", minor: 100, share: 1 }], seed: 1 };
  const projection = contract.projectRevenueRequestSchema;

  test("runs 10,000 paths over 36 months with the predecessor's rates unless told otherwise", () => {
    expect(projection.parse(request)).toMatchObject({
      paths: 10_000,
      months: 36,
      arithmetic: "expected",
      inputs: { initialUsers: 0, acquisition: 50, acquisitionGrowth: 0.05, conversion: 0.2, churn: 0.05 },
    });
  });

  test("refuses shares that do not add up, rates beyond 1 and work without end", () => {
    for (const change of [
      { prices: [{ tier: "One", minor: 100, share: 0.9 }] },
      { prices: [] },
      { prices: [{ tier: "One", minor: -1, share: 1 }] },
      { inputs: { churn: 1.1 } },
      { inputs: { conversion: { successes: 3, trials: 2 } } },
      { inputs: { acquisitionGrowth: 1.5 } },
      { paths: 20_001 },
      { paths: 99 },
      { months: 61 },
      { months: 0 },
      { seed: -1 },
      { targetMrr: 0 },
    ]) {
      expect([change, accepts(projection, { ...request, ...change })]).toEqual([change, false]);
    }
  });
});

test("decimals are plain text: no sign, no exponent, no comma", () => {
  for (const text of ["0", "0.08", "150000", "999999999999999.999999999999"])
    expect([text, accepts(contract.decimalTextSchema, text)]).toEqual([text, true]);
  for (const text of ["", "-1", "1e3", "1,5", ".5", "1.", "1000000000000000"])
    expect([text, accepts(contract.decimalTextSchema, text)]).toEqual([text, false]);
});
