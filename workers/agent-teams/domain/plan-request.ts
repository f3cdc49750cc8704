/** What the marketing agent asks for: the niche's most urgent themes in its own words, at the recommended price. */
import type { RunAssumptions } from "../../../contracts/services/agent-teams.ts";
import type { PlanRequest } from "../../../contracts/services/marketing.ts";
import type { PriceRecommendation } from "../../../contracts/services/monetization.ts";
import type { NicheDetail } from "../../../contracts/services/niche-analysis.ts";
import { byUrgency } from "./solution.ts";

const maxThemes = 8;
/** Longest description of an audience that a plan request may hold. A niche's name alone can be that long. */
const maxDescription = 200;

export function planRequest(commandId: string, niche: NicheDetail, price: PriceRecommendation, assumptions: RunAssumptions): PlanRequest {
  const unit = niche.finding?.unit ?? "texts";
  const themes = byUrgency(niche.themes)
    .filter((theme) => theme.quotes.length > 0)
    .slice(0, maxThemes);
  return {
    commandId,
    niche: {
      id: niche.id,
      name: niche.name,
      themes: themes.map((theme) => ({
        id: theme.id,
        label: theme.label,
        keywords: theme.terms.slice(0, 20).map((term) => term.slice(0, 80)),
        ...(theme.share.n > 0 && {
          share: { count: theme.share.count, of: theme.share.n, low: theme.share.low, high: theme.share.high, unit },
        }),
        ...(theme.complaint.n > 0 && { complaint: { count: theme.complaint.count, of: theme.complaint.n } }),
        quotes: theme.quotes.map((quote) => ({ evidenceId: quote.evidenceId, text: quote.text })),
      })),
    },
    price: { id: price.id, amount: price.price, period: "month" },
    audience: assumptions.audience ?? { description: `people who deal with ${niche.name}`.slice(0, maxDescription), places: [] },
    goals: assumptions.goals,
    businessType: assumptions.businessType,
    budget: assumptions.budget,
    ...(assumptions.productName === undefined ? {} : { productName: assumptions.productName }),
  };
}
