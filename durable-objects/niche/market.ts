/** Two sets of assumptions are the same when their canonical texts are. */
import type { Market } from "../../contracts/services/niche-opportunity.ts";

export function canonicalMarket({ marketSize, growthRate, competition, monetization = "unknown" }: Market): string {
  return `${marketSize}/${growthRate}/${competition}/${monetization}`;
}
