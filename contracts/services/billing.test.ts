import { describe, expect, it } from "vitest";
import type * as z from "zod";
import * as contract from "./billing.ts";

const accepts = (schema: z.ZodType, input: unknown) => schema.safeParse(input).success;

describe("a billing rule", () => {
  const graduated = (...bounds: (string | null)[]) =>
    accepts(contract.billingRuleSchema, { kind: "graduated", tiers: bounds.map((upTo) => ({ upTo, rate: "1" })) });

  it("has bands that rise from above 0 to one without end", () => {
    for (const bounds of [[null], ["10", null], ["0.5", "10", "20", null]]) expect([bounds, graduated(...bounds)]).toEqual([bounds, true]);
    for (const bounds of [["10"], ["10", "20"], [null, null], ["10", null, null], ["20", "10", null], ["10", "10", null], ["0", null], []])
      expect([bounds, graduated(...bounds)]).toEqual([bounds, false]);
  });

  it("compares its bands as numbers, not as text", () => {
    expect(graduated("9", "10", null)).toBe(true);
    expect(graduated("10", "9", null)).toBe(false);
  });

  it("sells packages of something", () => {
    const sized = (size: string) => accepts(contract.billingRuleSchema, { kind: "package", size, price: "5" });
    expect([sized("100"), sized("0.001"), sized("0")]).toEqual([true, true, false]);
  });

  it("gives nothing free and charges no overage unless it says so", () => {
    expect(contract.billingRuleSchema.parse({ kind: "per-unit", rate: "0.1" })).toMatchObject({ free: "0" });
    expect(contract.billingRuleSchema.parse({ kind: "package", size: "1", price: "5" })).toMatchObject({ overageRate: null });
  });
});

describe("shares on an invoice", () => {
  const line = { quantity: "1", unitPrice: 100 };
  const taxed = (taxRate: string) => accepts(contract.invoiceRequestSchema, { currency: "USD", lines: [{ ...line, taxRate }] });

  it("reach from nothing to all of it", () => {
    expect([taxed("0"), taxed("0.19"), taxed("1"), taxed("1.01"), taxed("19")]).toEqual([true, true, true, false, false]);
  });

  it("are nothing where none is stated", () => {
    expect(contract.invoiceRequestSchema.parse({ currency: "USD", lines: [line] })).toMatchObject({
      lines: [{ description: "", discount: 0, taxRate: "0" }],
      fees: [],
      payments: [],
    });
  });
});
