import * as fc from "fast-check";
import { expect, test } from "vitest";
import { money } from "../../../../contracts/money.ts";
import { channels } from "../../../../contracts/services/marketing-channels.ts";
import { apportion, fittedBudget, fixedShareBudget } from "./budget.ts";

const inMajor = (lines: ReturnType<typeof fixedShareBudget>) =>
  Object.fromEntries(lines.map(({ channel, amount }) => [channel.replaceAll("-", "_"), amount.minor / 100]));

test("C02: the predecessor's split of 1,000", () => {
  expect(inMajor(fixedShareBudget(money(100_000, "USD")))).toEqual({
    content_marketing: 400,
    social_media_organic: 300,
    email_marketing: 300,
  });
});

test("C03: the predecessor's split of 5,000", () => {
  expect(inMajor(fixedShareBudget(money(500_000, "USD")))).toEqual({
    content_marketing: 1500,
    social_media_paid: 1250,
    email_marketing: 1000,
    paid_advertising: 750,
    influencer_marketing: 500,
  });
});

test("one unit above 1,000 is already a large budget, also where the minor unit has no decimals", () => {
  expect(fixedShareBudget(money(100_001, "USD"))).toHaveLength(5);
  expect(fixedShareBudget(money(1_000, "JPY"))).toHaveLength(3);
  expect(fixedShareBudget(money(1_001, "JPY"))).toHaveLength(5);
});

test("remainders go to the largest, ties to the earlier", () => {
  expect(apportion(10, [1, 1, 1])).toEqual([4, 3, 3]);
  expect(apportion(100, [2, 1])).toEqual([67, 33]);
  expect(apportion(7, [0, 0])).toEqual([4, 3]);
});

test("parts of any split are whole, never negative and add up", () => {
  const weights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(fc.nat(10_000_000), weights, (total, shares) => {
      const parts = apportion(total, shares);
      expect(parts.every((part) => Number.isInteger(part) && part >= 0)).toBe(true);
      expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
    }),
  );
});

test("every chosen channel gets at least its floor, to the last cent of the budget", () => {
  const score = fc.double({ min: 0, max: 1, noNaN: true });
  const claimant = fc.record({ channel: fc.constantFrom(...channels), score, floor: fc.nat(100_000) });
  const claimants = fc.uniqueArray(claimant, { selector: ({ channel }) => channel, maxLength: 10 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), claimants, (total, all) => {
      const ranked = all.toSorted((a, b) => b.score - a.score);
      const lines = fittedBudget(money(total, "EUR"), ranked);
      expect(lines.length).toBeLessThanOrEqual(5);
      expect(lines.reduce((sum, { amount }) => sum + amount.minor, 0)).toBe(lines.length > 0 ? total : 0);
      for (const { channel, amount } of lines) {
        expect(amount.minor).toBeGreaterThanOrEqual(ranked.find((one) => one.channel === channel)?.floor ?? Infinity);
      }
    }),
  );
});

test("a low score does not make a dear channel the largest: it gets its floor and no more", () => {
  const lines = fittedBudget(money(80_000, "USD"), [
    { channel: "email-marketing", score: 0.9, floor: 0 },
    { channel: "seo", score: 0.6, floor: 0 },
    { channel: "ppc", score: 0.5, floor: 30_000 },
  ]);
  expect(lines.map(({ amount }) => amount.minor)).toEqual([30_000, 20_000, 30_000]);
});

test("a channel whose floor does not fit is passed over for the next", () => {
  const lines = fittedBudget(money(20_000, "USD"), [
    { channel: "ppc", score: 0.9, floor: 30_000 },
    { channel: "seo", score: 0.6, floor: 0 },
    { channel: "email-marketing", score: 0.4, floor: 0 },
    { channel: "pr", score: 0.2, floor: 0 },
  ]);
  expect(lines).toEqual([
    { channel: "seo", amount: money(12_000, "USD") },
    { channel: "email-marketing", amount: money(8_000, "USD") },
  ]);
});

test("nothing is planned for no money", () => {
  expect(fixedShareBudget(money(0, "USD"))).toEqual([]);
  expect(fittedBudget(money(0, "USD"), [{ channel: "seo", score: 1, floor: 0 }])).toEqual([]);
});
