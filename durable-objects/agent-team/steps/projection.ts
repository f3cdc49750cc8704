/** The monetization agent projects the revenue at the recommended tiers. */
import { formatMoney, money } from "../../../contracts/money.ts";
import type { PriceTier } from "../../../contracts/services/monetization.ts";
import { output, reference, value, type StepContext, type StepResult } from "./step.ts";

/** How paying users spread over three tiers, cheapest first: the predecessor's default, an assumption like any other. */
const tierMix = [0.6, 0.3, 0.1];

export async function projection({ tools, input, principal, effectId }: StepContext): Promise<StepResult> {
  const price = value(await tools.MONETIZATION.price(principal, reference(input, "priceId")));
  const commandId = `${effectId}:projection`;
  const projected = value(
    await tools.MONETIZATION.projectRevenue(principal, {
      commandId,
      nicheId: reference(input, "nicheId"),
      priceId: price.id,
      evidenceIds: price.evidenceIds,
      inputs: input.assumptions.projection,
      currency: price.price.currency,
      prices: sharesOf(price.tiers),
      seed: input.seed,
      ...(input.assumptions.targetMrr === undefined ? {} : { targetMrr: input.assumptions.targetMrr }),
    }),
  );
  const [year, end] = [projected.fan[11]?.mrr, projected.fan.at(-1)?.mrr];
  const shown = (minor: number | undefined) => formatMoney(money(minor ?? 0, projected.currency));
  return output({
    summary: `MRR ${shown(year?.p50)} after 12 months (${shown(year?.p5)} to ${shown(year?.p95)}), ${shown(end?.p50)} after ${projected.months} (${shown(end?.p5)} to ${shown(end?.p95)}).`,
    reason: `${projected.paths.toLocaleString("en-US")} simulated futures with seed ${projected.seed}; intervals are the 5th to the 95th percentile.`,
    references: { projectionId: projected.id },
    evidenceIds: [],
    calls: [{ service: "monetization", method: "projectRevenue", commandId }],
  });
}

/** Paid tiers with their share of the paying users; the shares add up to 1 whatever the number of tiers. */
export function sharesOf(tiers: readonly PriceTier[]): { tier: string; minor: number; share: number }[] {
  const paid = tiers.filter((tier) => tier.price.minor > 0);
  const weights = paid.map((_, index) => tierMix[index] ?? 0.1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return paid.map((tier, index) => ({ tier: tier.name, minor: tier.price.minor, share: (weights[index] ?? 0) / total }));
}
