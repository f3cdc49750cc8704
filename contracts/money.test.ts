import { describe, expect, it } from "vitest";
import {
  AmountTooLarge,
  currencySchema,
  formatMoney,
  formatWholeMoney,
  money,
  moneySchema,
  toMajor,
  toMinor,
  type Currency,
} from "./money.ts";

describe("money", () => {
  it("is whole minor units: a fraction has to be rounded by whoever made it", () => {
    expect(money(1_999, "USD")).toEqual({ minor: 1_999, currency: "USD" });
    for (const minor of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) expect(() => money(minor, "USD")).toThrow(RangeError);
    for (const minor of [Number.NEGATIVE_INFINITY, 2 ** 53]) expect(() => money(minor, "USD")).toThrow(AmountTooLarge);
    expect(() => money(0.5, "USD")).not.toThrow(AmountTooLarge);
  });

  it("crosses services only whole and in a currency that we price in", () => {
    expect(moneySchema.safeParse({ minor: -5, currency: "JPY" }).success).toBe(true);
    expect(moneySchema.safeParse({ minor: 0.5, currency: "USD" }).success).toBe(false);
    expect(moneySchema.safeParse({ minor: 5, currency: "usd" }).success).toBe(false);
    expect(currencySchema.options).toEqual(["USD", "EUR", "GBP", "CHF", "JPY"]);
  });

  it.each<[number, Currency, number]>([
    [19.99, "USD", 1_999],
    // 1.005 is stored as 1.00499…: half of a cent is what was meant.
    [1.005, "EUR", 101],
    [-1.005, "EUR", -101],
    [1.004, "GBP", 100],
    [-1.004, "CHF", -100],
    [0.5, "JPY", 1],
    [-99.5, "JPY", -100],
    [99.4, "JPY", 99],
    [0, "USD", 0],
    // Less than half a cent below nothing is nothing, not minus nothing.
    [-0.001, "USD", 0],
  ])("rounds %d %s half away from zero to %d", (major, currency, minor) => {
    expect(toMinor(major, currency)).toBe(minor);
  });

  it.each<Currency>(["USD", "EUR", "GBP", "CHF"])("counts %s in hundredths (ISO 4217)", (currency) => {
    expect(toMajor(money(1_999, currency))).toBe(19.99);
  });

  it("counts yen whole (ISO 4217)", () => {
    expect(toMajor(money(1_999, "JPY"))).toBe(1_999);
  });

  it("is written as the reader's language writes it", () => {
    expect(formatMoney(money(199_900, "USD"))).toBe("$1,999.00");
    expect(formatMoney(money(1_999, "JPY"))).toBe("¥1,999");
    expect(formatMoney(money(-50, "EUR"))).toBe("-€0.50");
    expect(formatMoney(money(123_456, "EUR"), "de-DE").replaceAll(/\s/g, " ")).toBe("1.234,56 €");
  });

  it("is shown in whole units, rounded once and not cut off", () => {
    const shown = (minor: number, currency: Currency) => formatWholeMoney({ minor, currency });
    expect([shown(199_999, "USD"), shown(149, "EUR"), shown(49.6, "USD"), shown(1_234, "JPY")]).toEqual(["$2,000", "€1", "$0", "¥1,234"]);
  });
});
