import { expect, test } from "vitest";
import { money } from "../../../../contracts/money.ts";
import { certain } from "../estimate.ts";
import { priceWarnings, type PriceCase } from "./warnings.ts";

const evident = { ...certain("competitorPrice", 2000, ""), basis: "evidence" as const };
const sound: PriceCase = {
  assumptions: {
    costPerUser: { ...certain("costPerUser", 500, ""), low: 400, high: 600 },
    competitorPrice: evident,
    valuePerception: certain("valuePerception", 1, ""),
    priceSensitivity: certain("priceSensitivity", 0.5, ""),
    profitMargin: certain("profitMargin", 0.3, ""),
  },
  strategies: [],
  price: money(1499, "USD"),
  lowest: money(999, "USD"),
  evidenceIds: [],
};

const at = (price: number, lowest: number) => priceWarnings({ ...sound, price: money(price, "USD"), lowest: money(lowest, "USD") });

const strategy = (minor: number | null) => ({
  strategy: "equal" as const,
  available: minor !== null,
  price: minor === null ? null : money(minor, "USD"),
  low: null,
  high: null,
  explanation: "",
});

test("a price that covers cost and margin and rests on evidence needs no warning", () => {
  expect(priceWarnings(sound)).toEqual([]);
});

test("a price below cost, one that can fall below it, and one that misses the margin are told apart", () => {
  expect(at(499, 399)[0]).toContain("every sale loses money");
  expect(at(999, 599)[0]).toContain("can fall below the cost");
  expect(at(699, 699)[0]).toContain("not the wanted margin"); // 699 × 0.7 = 489.3
  expect(at(799, 699)).toEqual([]);
});

test("says that nobody knows what buyers would pay when no competitor is known", () => {
  const alone = { ...sound, assumptions: { ...sound.assumptions, competitorPrice: undefined }, evidenceIds: ["e1"] };
  expect(priceWarnings(alone)).toEqual([expect.stringContaining("not what buyers would pay")]);
});

test("says when the strategies disagree by more than half, and only then", () => {
  expect(priceWarnings({ ...sound, strategies: [strategy(1000), strategy(null), strategy(1500)] })).toEqual([]);
  expect(priceWarnings({ ...sound, strategies: [strategy(1000), strategy(1501)] })[0]).toContain("disagree");
});

test("says when nothing at all rests on evidence", () => {
  const guessed = { ...sound, assumptions: { ...sound.assumptions, competitorPrice: certain("competitorPrice", 2000, "") } };
  expect(priceWarnings(guessed)[0]).toContain("arithmetic on assumptions");
  expect(priceWarnings({ ...guessed, evidenceIds: ["e1"] })).toEqual([]);
});
