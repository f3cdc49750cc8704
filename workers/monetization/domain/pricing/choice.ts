/** Which strategy's price is recommended: the one that leans on what is known, not on what is guessed. */
import type { Assumption } from "../../../../contracts/services/estimate.ts";
import type { PricingStrategy } from "../../../../contracts/services/pricing.ts";
import { err, ok, type Result } from "../../../../contracts/result.ts";

export interface Choice {
  strategy: PricingStrategy;
  reason: string;
}

export interface ChoiceInputs {
  /** What the caller asked for. */
  wanted: PricingStrategy | undefined;
  competitorPrice: Assumption | undefined;
  valuePerception: Assumption;
}

/** Fails with `invalid_input` when the caller asks for a strategy that has nothing to compute with. */
export function chooseStrategy({ wanted, competitorPrice, valuePerception }: ChoiceInputs): Result<Choice> {
  if (wanted !== undefined) {
    if (competitorPrice || wanted === "cost-plus") return ok({ strategy: wanted, reason: "Chosen in the request." });
    return err("invalid_input", `A ${wanted} price needs a competitor's price, which is not known. Give one, or ask for cost-plus.`, {
      fields: [{ path: "strategy", message: "needs competitorPrice" }],
    });
  }
  if (!competitorPrice) {
    return ok({ strategy: "cost-plus", reason: "No competitor's price is known, so only the cost can carry a price." });
  }
  if (valuePerception.basis === "evidence") {
    return ok({
      strategy: "value-based",
      reason: "What buyers think the offer is worth rests on evidence, and so outweighs cost and competition.",
    });
  }
  if (competitorPrice.basis === "evidence") {
    return ok({
      strategy: "competitor-based",
      reason: "The competitor's price rests on evidence while the perceived value is an assumption, so competition weighs most.",
    });
  }
  return ok({
    strategy: "equal",
    reason: "Neither the perceived value nor the competitor's price rests on evidence, so no view outweighs the others.",
  });
}
