import { expect, test } from "vitest";
import { recommendPriceRequestSchema, type RecommendPriceRequest } from "../../../../contracts/services/pricing.ts";
import { recommendPrice, type PriceFindings } from "./recommendation.ts";

const request: RecommendPriceRequest = {
  commandId: "c-1",
  nicheName: "Label printing for bakeries",
  currency: "USD",
  costPerUser: { value: 500, low: 400, high: 600 },
  competitorPrice: { value: 1999, low: 1500, high: 2500 },
  valuePerception: { value: 0.8, low: 0.6, high: 1, basis: "evidence", evidenceIds: ["e1", "e2"] },
  priceSensitivity: { value: 0.7, low: 0.5, high: 0.9 },
  profitMargin: 0.3,
  marketSize: 4000,
  elasticity: { value: 1.2, low: 0.9, high: 1.6 },
};

function findings(changes: Partial<RecommendPriceRequest> = {}): PriceFindings {
  const whole = { ...request, ...changes };
  const result = recommendPrice(recommendPriceRequestSchema.parse(whole), new Set(Object.keys(whole)));
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}

test("the four strategies stand side by side with their ranges", () => {
  expect(findings().strategies.map(({ strategy, price }) => [strategy, price?.minor])).toEqual([
    ["value-based", 1499],
    ["competitor-based", 1599],
    ["cost-plus", 1199],
    ["equal", 1399],
  ]);
  for (const { low, price, high } of findings().strategies) {
    expect(low?.minor).toBeLessThan(price?.minor ?? 0);
    expect(high?.minor).toBeGreaterThan(price?.minor ?? 0);
  }
});

test("the range of the value-based price is its price at the worst and best corner of the assumptions", () => {
  // 0.2 × 400/0.76 + 0.6 × 1500 × 0.6 + 0.2 × 1500 × 0.84 = 897.26; margin 0.3 ± 20 % goes to 0.24 and 0.36.
  // 0.2 × 600/0.64 + 0.6 × 2500 × 1 + 0.2 × 2500 × 1.0 = 2187.5
  expect([findings().low.minor, findings().high.minor]).toEqual([899, 2199]);
});

test("the strategy that rests on evidence is chosen, and the reason says so", () => {
  expect(findings().strategy).toBe("value-based");
  const guessed = { valuePerception: 0.8 };
  expect(findings({ ...guessed, competitorPrice: { value: 1999, basis: "evidence", evidenceIds: ["e9"] } }).strategy).toBe(
    "competitor-based",
  );
  expect(findings(guessed).strategy).toBe("equal");
  expect(findings({ competitorPrice: undefined }).strategy).toBe("cost-plus");
  expect(findings({ strategy: "cost-plus" }).reason).toBe("Chosen in the request.");
});

test("an unknown competitor's price leaves three strategies without a price and says so", () => {
  const alone = findings({ competitorPrice: undefined });
  expect(alone.strategies.filter(({ available }) => !available).map(({ strategy }) => strategy)).toEqual([
    "value-based",
    "competitor-based",
    "equal",
  ]);
  expect(alone.price.minor).toBe(799);
  expect(alone.warnings.join(" ")).toContain("No competitor's price is known");
  expect(alone.assumptions.map(({ name }) => name)).not.toContain("competitorPrice");
});

test("refuses a strategy that cannot be computed", () => {
  const whole = { ...request, competitorPrice: undefined, strategy: "value-based" as const };
  const result = recommendPrice(recommendPriceRequestSchema.parse(whole), new Set());
  expect(result.ok ? "ok" : [result.error.code, result.error.fields?.[0]?.path]).toEqual(["invalid_input", "strategy"]);
});

test("several competitors count by their median and quartiles", () => {
  // In any order: here by name, not by price.
  const competitorPrices = [1999, 9900, 900, 2500, 1500].map((minor, index) => ({ minor, evidenceId: `e${index}` }));
  const assumption = findings({ competitorPrice: undefined, competitorPrices }).assumptions.find(({ name }) => name === "competitorPrice");
  expect(assumption).toMatchObject({ value: 1999, low: 1500, high: 2500, basis: "evidence", origin: "stated" });
});

test("tiers double before they are rounded, and a free tier comes first when wanted", () => {
  // value-based blend 14.7020: 14.70, 29.40, 58.81.
  expect(findings({ freeTier: true }).tiers.map(({ name, price }) => [name, price.minor])).toEqual([
    ["Free", 0],
    ["Basic", 1499],
    ["Pro", 2999],
    ["Premium", 5899],
  ]);
});

test("every number that the price rests on is listed, with its basis, and can be edited", () => {
  const { assumptions } = findings();
  expect(assumptions.map(({ name }) => name)).toEqual([
    "costPerUser",
    "competitorPrice",
    "valuePerception",
    "priceSensitivity",
    "profitMargin",
    "marketSize",
    "elasticity",
    "shareAtPrice",
  ]);
  expect(assumptions.every(({ editable }) => editable)).toBe(true);
  expect(assumptions.find(({ name }) => name === "valuePerception")).toMatchObject({ basis: "evidence", evidenceIds: ["e1", "e2"] });
  expect(assumptions.find(({ name }) => name === "shareAtPrice")?.origin).toBe("default");
});

test("drivers are sorted by how far each alone moves the price", () => {
  const { drivers } = findings();
  // Value: 0.6 × 1999 × 0.2 each way; competitor: from 1500 to 2500 through two views. The competitor moves it most.
  expect(drivers[0]?.assumption).toBe("competitorPrice");
  expect(drivers[1]?.assumption).toBe("valuePerception");
  expect(drivers.every(({ lowest, highest, swing }) => swing.minor === highest.minor - lowest.minor && swing.minor >= 0)).toBe(true);
});
