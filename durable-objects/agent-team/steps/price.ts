/** The monetization agent asks for a price with every strategy side by side. */
import { formatMoney } from "../../../contracts/money.ts";
import { maxEvidenceIds, output, reference, value, type StepContext, type StepResult } from "./step.ts";

export async function price({ tools, input, principal, effectId }: StepContext): Promise<StepResult> {
  const niche = value(await tools.NICHE_ANALYSIS.niche(principal, reference(input, "nicheId")));
  const { budget, costPerUser, competitorPrice, valuePerception, priceSensitivity, elasticity, marketSize } = input.assumptions;
  const evidenceIds = [...new Set(niche.themes.flatMap((theme) => theme.quotes.map((quote) => quote.evidenceId)))].slice(0, maxEvidenceIds);
  const commandId = `${effectId}:price`;
  const recommended = value(
    await tools.MONETIZATION.recommendPrice(principal, {
      commandId,
      nicheId: niche.id,
      nicheName: niche.name,
      evidenceIds,
      currency: budget.currency,
      costPerUser,
      competitorPrice,
      valuePerception,
      priceSensitivity,
      elasticity,
      marketSize,
    }),
  );
  return output({
    summary: `${formatMoney(recommended.price)} a month (${formatMoney(recommended.low)} to ${formatMoney(recommended.high)}), ${recommended.strategy}.`,
    reason: recommended.reason,
    references: { priceId: recommended.id },
    evidenceIds: recommended.evidenceIds.slice(0, maxEvidenceIds),
    calls: [{ service: "monetization", method: "recommendPrice", commandId }],
  });
}
