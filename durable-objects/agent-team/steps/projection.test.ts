import { describe, expect, it } from "vitest";
import { money } from "../../../contracts/money.ts";
import { projectRevenueRequestSchema } from "../../../contracts/services/monetization.ts";
import { sharesOf } from "./projection.ts";

const tiersAt = (...prices: number[]) =>
  prices.map((minor, index) => ({
    name: `tier ${index}`,
    multiplier: 1,
    price: money(minor, "USD"),
    low: money(minor, "USD"),
    high: money(minor, "USD"),
  }));
const shares = (...prices: number[]) => sharesOf(tiersAt(...prices)).map(({ share }) => share);

describe("how paying users spread over the tiers", () => {
  it("is 60, 30 and 10 % over three (the predecessor's default)", () => {
    expect(sharesOf(tiersAt(1_999, 3_998, 7_996))).toEqual([
      { tier: "tier 0", minor: 1_999, share: expect.closeTo(0.6, 12) },
      { tier: "tier 1", minor: 3_998, share: expect.closeTo(0.3, 12) },
      { tier: "tier 2", minor: 7_996, share: expect.closeTo(0.1, 12) },
    ]);
  });

  it("keeps the proportions over fewer tiers, and counts each further tier like the third", () => {
    expect(shares(100)).toEqual([1]);
    expect(shares(100, 200)).toEqual([expect.closeTo(2 / 3, 12), expect.closeTo(1 / 3, 12)]);
    expect(shares(1, 2, 3, 4)).toEqual([0.6, 0.3, 0.1, 0.1].map((weight) => expect.closeTo(weight / 1.1, 12)));
  });

  it("leaves free tiers out", () => {
    expect(sharesOf(tiersAt(0, 100)).map(({ tier, share }) => [tier, share])).toEqual([["tier 1", 1]]);
    expect(shares(0)).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5, 6])("is accepted by the monetization service for %i tiers", (count) => {
    const prices = sharesOf(tiersAt(...Array.from({ length: count }, (_, index) => 100 * 2 ** index)));
    expect(projectRevenueRequestSchema.safeParse({ commandId: "c", currency: "USD", seed: 1, prices }).success).toBe(true);
  });
});
