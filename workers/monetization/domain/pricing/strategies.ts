/** Pricing strategies: three views of a price (cost, value, competition), weighted differently by each strategy. */
import type { PricingStrategy } from "../../../../contracts/services/pricing.ts";
import { charm } from "./charm.ts";

/** Money in minor units, a month and a user. */
export interface PriceInputs {
  costPerUser: number;
  /** Undefined: not known, so there is no view of value or competition. */
  competitorPrice: number | undefined;
  valuePerception: number;
  priceSensitivity: number;
  profitMargin: number;
}

export interface Weights {
  cost: number;
  value: number;
  competition: number;
}

/** The predecessor's weights. Each strategy leans on its own view and keeps an eye on the others. */
export const weightsOf: Record<PricingStrategy, Weights> = {
  "value-based": { cost: 0.2, value: 0.6, competition: 0.2 },
  "competitor-based": { cost: 0.2, value: 0.2, competition: 0.6 },
  "cost-plus": { cost: 0.6, value: 0.2, competition: 0.2 },
  equal: { cost: 0.33, value: 0.33, competition: 0.34 },
};

/** With nothing known of competitors only the cost is left to stand on. */
const costAlone: Weights = { cost: 1, value: 0, competition: 0 };

/** Price at which `profitMargin` of it is left after the cost: cost / (1 − margin). */
export function costView({ costPerUser, profitMargin }: PriceInputs): number {
  return costPerUser / (1 - profitMargin);
}

/** What the offer is worth if the competitor's is worth its price: competitor × perception. */
export function valueView(competitorPrice: number, { valuePerception }: PriceInputs): number {
  return competitorPrice * valuePerception;
}

/** From 20 % below the competitor, where buyers look only at the price, to 20 % above, where they do not look at it. */
export function competitionView(competitorPrice: number, { priceSensitivity }: PriceInputs): number {
  return competitorPrice * (0.8 + 0.4 * (1 - priceSensitivity));
}

/**
 * The strategy's price before it is made a charm price, minor units with fractions (double arithmetic, error below 1e-6).
 * Undefined when the strategy needs a competitor price and none is known; cost-plus then rests on cost alone.
 */
export function blendedPrice(strategy: PricingStrategy, inputs: PriceInputs): number | undefined {
  const { competitorPrice } = inputs;
  if (competitorPrice === undefined) return strategy === "cost-plus" ? costView(inputs) * costAlone.cost : undefined;
  const { cost, value, competition } = weightsOf[strategy];
  return cost * costView(inputs) + value * valueView(competitorPrice, inputs) + competition * competitionView(competitorPrice, inputs);
}

/** The predecessor's `calculate_optimal_price`, minor units, without its two prices fitted to a test. */
export function strategyPrice(strategy: PricingStrategy, inputs: PriceInputs): number | undefined {
  const blended = blendedPrice(strategy, inputs);
  return blended === undefined ? undefined : charm(blended);
}
