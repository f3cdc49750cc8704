/** A niche as an organisation sees it: scored by its weights. The actor keeps the score by the product's own. */
import type { NicheDetail } from "../../contracts/services/niche-analysis.ts";
import { readingsBehind } from "./domain/opportunity/levels/reading.ts";
import { scoreOpportunity, severityBehind, type Weighted } from "./domain/opportunity/score.ts";

export function shownNiche(niche: NicheDetail, weighted: Weighted): NicheDetail {
  const { name, market, opportunity } = niche;
  if (!opportunity) return niche;
  const [severity, readings] = [severityBehind(opportunity), readingsBehind(opportunity)];
  return { ...niche, opportunity: scoreOpportunity({ name, market, severity, readings }, weighted) };
}

/** `"v12"`, and `"v12-w3"` where the score was made with the third version of the organisation's weights: another version shows another niche. */
export function shownTag({ version, opportunity }: NicheDetail): string {
  const weights = opportunity?.weighting?.version ?? 0;
  return weights === 0 ? `"v${version}"` : `"v${version}-w${weights}"`;
}
