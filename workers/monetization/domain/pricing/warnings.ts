/** What a reader must know before using a recommended price. */
import type { Money } from "../../../../contracts/money.ts";
import type { StrategyPrice } from "../../../../contracts/services/pricing.ts";
import type { PriceAssumptions } from "./assumptions.ts";

export interface PriceCase {
  assumptions: PriceAssumptions;
  strategies: readonly StrategyPrice[];
  price: Money;
  lowest: Money;
  evidenceIds: readonly string[];
}

/** Strategies whose prices differ by more than this factor do not tell the same story. */
const disagreement = 1.5;

export function priceWarnings({ assumptions, strategies, price, lowest, evidenceIds }: PriceCase): string[] {
  const warnings: string[] = [];
  const { costPerUser, competitorPrice, profitMargin } = assumptions;
  if (price.minor < costPerUser.value) {
    warnings.push("The price lies below the cost of serving a user: every sale loses money.");
  } else if (lowest.minor < costPerUser.high) {
    warnings.push("Within the ranges given, the price can fall below the cost of serving a user.");
  } else if (price.minor * (1 - profitMargin.value) < costPerUser.value) {
    warnings.push("The price covers the cost but not the wanted margin.");
  }
  if (!competitorPrice) warnings.push("No competitor's price is known: the price says what the cost needs, not what buyers would pay.");
  const prices = strategies.flatMap((strategy) => (strategy.price ? [strategy.price.minor] : []));
  if (Math.max(...prices) > Math.min(...prices) * disagreement)
    warnings.push("The strategies disagree by more than half: find out which input is wrong.");
  const stated = Object.values(assumptions).some((assumption) => assumption?.basis === "evidence");
  if (!stated && evidenceIds.length === 0) warnings.push("No input rests on evidence: this is arithmetic on assumptions.");
  return warnings;
}
