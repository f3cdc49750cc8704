/** The numbers that a price rests on, read from a request, and the prices that they give at any corner of their ranges. */
import type { Assumption } from "../../../../contracts/services/estimate.ts";
import type { PricingStrategy, RecommendPriceInput } from "../../../../contracts/services/pricing.ts";
import { readEstimate } from "../estimate.ts";
import { competitorEstimate } from "./competitors.ts";
import { blendedPrice } from "./strategies.ts";

export interface PriceAssumptions {
  costPerUser: Assumption;
  competitorPrice: Assumption | undefined;
  valuePerception: Assumption;
  priceSensitivity: Assumption;
  profitMargin: Assumption;
}

const highestPrice = 1e9;

/** `stated` names the fields that the caller gave; the others are listed as defaults of the method. */
export function readPriceAssumptions(input: RecommendPriceInput, stated: ReadonlySet<string>): PriceAssumptions {
  const field = (name: keyof PriceAssumptions, unit: string, max: number) => ({ name, unit, min: 0, max, origin: originOf(name, stated) });
  const competitor = input.competitorPrices ? competitorEstimate(input.competitorPrices) : input.competitorPrice;
  return {
    costPerUser: readEstimate(input.costPerUser, field("costPerUser", "minor units a month", highestPrice)),
    competitorPrice:
      competitor === undefined
        ? undefined
        : readEstimate(competitor, { ...field("competitorPrice", "minor units a month", highestPrice), origin: "stated" }),
    valuePerception: readEstimate(input.valuePerception, field("valuePerception", "ratio to the competitor", 5)),
    priceSensitivity: readEstimate(input.priceSensitivity, field("priceSensitivity", "share", 1)),
    profitMargin: readEstimate(input.profitMargin, field("profitMargin", "share of the price", 0.95)),
  };
}

export function originOf(name: string, stated: ReadonlySet<string>): Assumption["origin"] {
  return stated.has(name) ? "stated" : "default";
}

/** Every price view rises with the assumptions except with price sensitivity, which pulls the price down. */
const falling: ReadonlySet<keyof PriceAssumptions> = new Set(["priceSensitivity"]);

export type Corner = "low" | "value" | "high";

/**
 * The strategy's price, not yet a charm price, when every assumption stands at the end of its range that makes the price
 * lowest or highest. Because the price is monotone in each of them these are its extremes over all combinations.
 * With `only`, that assumption alone moves. Undefined when the strategy needs a competitor price and there is none.
 */
export function blendedAt(
  strategy: PricingStrategy,
  assumptions: PriceAssumptions,
  corner: Corner,
  only?: keyof PriceAssumptions,
): number | undefined {
  const at = (name: keyof PriceAssumptions): number | undefined =>
    assumptions[name]?.[only !== undefined && only !== name ? "value" : turned(name, corner)];
  return blendedPrice(strategy, {
    costPerUser: at("costPerUser") ?? 0,
    competitorPrice: at("competitorPrice"),
    valuePerception: at("valuePerception") ?? 0,
    priceSensitivity: at("priceSensitivity") ?? 0,
    profitMargin: at("profitMargin") ?? 0,
  });
}

function turned(name: keyof PriceAssumptions, corner: Corner): Corner {
  if (corner === "value" || !falling.has(name)) return corner;
  return corner === "low" ? "high" : "low";
}
