/** A price recommendation: every strategy side by side, the chosen one, its tiers, what moves it and what it may sell. */
import { money, type Money } from "../../../../contracts/money.ts";
import { ok, type Result } from "../../../../contracts/result.ts";
import type { Assumption } from "../../../../contracts/services/estimate.ts";
import {
  pricingStrategies,
  type PriceRecommendation,
  type PricingStrategy,
  type RecommendPriceInput,
  type StrategyPrice,
} from "../../../../contracts/services/pricing.ts";
import { certain, readEstimate } from "../estimate.ts";
import { blendedAt, originOf, readPriceAssumptions, type Corner, type PriceAssumptions } from "./assumptions.ts";
import { charm } from "./charm.ts";
import { chooseStrategy } from "./choice.ts";
import { analyseSensitivity } from "./sensitivity.ts";
import { weightsOf } from "./strategies.ts";
import { tierMultiplier } from "./tiers.ts";
import { priceWarnings } from "./warnings.ts";

export const pricingMethod = "weighted-views/1";

/** The recommendation without what the service adds: id and time. */
export type PriceFindings = Omit<PriceRecommendation, "id" | "createdAt">;

/**
 * Recommends a monthly entry price. Pure. Fails with `invalid_input` when the wanted strategy cannot be computed.
 * Money is whole minor units; intervals are the extremes over the ranges of the assumptions, not confidence intervals.
 */
export function recommendPrice(input: RecommendPriceInput, stated: ReadonlySet<string>): Result<PriceFindings> {
  const assumptions = readPriceAssumptions(input, stated);
  const choice = chooseStrategy({
    wanted: input.strategy,
    competitorPrice: assumptions.competitorPrice,
    valuePerception: assumptions.valuePerception,
  });
  if (!choice.ok) return choice;
  const { strategy, reason } = choice.value;
  const priced = (corner: Corner, only?: keyof PriceAssumptions, multiplier = 1): Money =>
    money(charm((blendedAt(strategy, assumptions, corner, only) ?? 0) * multiplier), input.currency);
  const price = priced("value");
  const elasticity = readEstimate(input.elasticity, {
    name: "elasticity",
    unit: "% buyers per % price",
    min: 0.01,
    max: 20,
    origin: originOf("elasticity", stated),
  });
  const shareAtPrice = readEstimate(input.shareAtPrice, {
    name: "shareAtPrice",
    unit: "share of the market",
    min: 0.0001,
    max: 0.95,
    origin: originOf("shareAtPrice", stated),
  });
  const strategies = pricingStrategies.map((name) => strategyPriceOf(name, assumptions, input));
  return ok({
    nicheId: input.nicheId,
    nicheName: input.nicheName,
    evidenceIds: input.evidenceIds,
    price,
    low: priced("low"),
    high: priced("high"),
    strategy,
    reason,
    strategies,
    tiers: [
      ...(input.freeTier ? [freeTier(input)] : []),
      ...input.tierNames.map((name, index) => {
        const multiplier = tierMultiplier(index + 1);
        return {
          name,
          multiplier,
          price: priced("value", undefined, multiplier),
          low: priced("low", undefined, multiplier),
          high: priced("high", undefined, multiplier),
        };
      }),
    ],
    drivers: driversOf(assumptions, priced),
    sensitivity: analyseSensitivity({
      currency: input.currency,
      basePrice: price.minor,
      marketSize: input.marketSize,
      elasticity,
      shareAtPrice,
      costPerUser: Math.round(assumptions.costPerUser.value),
      model: "saturating",
      multipliers: [0.5, 0.75, 1, 1.25, 1.5],
    }),
    assumptions: [...listed(assumptions), certain("marketSize", input.marketSize, "buyers"), elasticity, shareAtPrice],
    warnings: priceWarnings({ assumptions, strategies, price, lowest: priced("low"), evidenceIds: input.evidenceIds }),
    method: pricingMethod,
  });
}

function strategyPriceOf(strategy: PricingStrategy, assumptions: PriceAssumptions, { currency }: RecommendPriceInput): StrategyPrice {
  const at = (corner: Corner): Money | null => {
    const blended = blendedAt(strategy, assumptions, corner);
    return blended === undefined ? null : money(charm(blended), currency);
  };
  const price = at("value");
  return { strategy, available: price !== null, price, low: at("low"), high: at("high"), explanation: explain(strategy, assumptions) };
}

function explain(strategy: PricingStrategy, { competitorPrice }: PriceAssumptions): string {
  if (competitorPrice) {
    const { cost, value, competition } = weightsOf[strategy];
    return `${cost} × cost/(1 − margin) + ${value} × competitor × perceived value + ${competition} × competitor × (0.8 + 0.4 × (1 − price sensitivity)), rounded to a whole unit and ninety-nine.`;
  }
  return strategy === "cost-plus"
    ? "cost/(1 − margin) alone, rounded to a whole unit and ninety-nine: no competitor's price is known."
    : "Not computed: no competitor's price is known.";
}

function driversOf(
  assumptions: PriceAssumptions,
  priced: (corner: Corner, only: keyof PriceAssumptions) => Money,
): PriceRecommendation["drivers"] {
  return listed(assumptions)
    .map(({ name }) => {
      const [lowest, highest] = [priced("low", name), priced("high", name)];
      return { assumption: name, lowest, highest, swing: money(highest.minor - lowest.minor, lowest.currency) };
    })
    .toSorted((a, b) => b.swing.minor - a.swing.minor);
}

function listed(assumptions: PriceAssumptions): (Assumption & { name: keyof PriceAssumptions })[] {
  const names: (keyof PriceAssumptions)[] = ["costPerUser", "competitorPrice", "valuePerception", "priceSensitivity", "profitMargin"];
  return names.flatMap((name) => {
    const assumption = assumptions[name];
    return assumption ? [{ ...assumption, name }] : [];
  });
}

function freeTier({ currency }: RecommendPriceInput): PriceRecommendation["tiers"][number] {
  const nothing = money(0, currency);
  return { name: "Free", multiplier: 0, price: nothing, low: nothing, high: nothing };
}
