/** The score of a niche after something that it is made of changed. Pure. */
import { readings, readingsBehind, type Readings } from "../../workers/niche-analysis/domain/opportunity/levels/reading.ts";
import { sizeReading } from "../../workers/niche-analysis/domain/opportunity/levels/size.ts";
import { rescore } from "../../workers/niche-analysis/domain/opportunity/score.ts";
import type { Opportunity } from "../../contracts/services/niche-opportunity.ts";
import { happened, type NicheEvent } from "./events.ts";
import type { NicheState } from "./state.ts";

type Known = Pick<NicheState, "name" | "market" | "marketSize" | "competition">;

/** `opportunity` with the assumptions and the market of the niche as they are now; what the texts say in it stays. */
export function scoreNow(known: Known, opportunity: Opportunity): Opportunity {
  return rescore(known.name, known.market, opportunity, readingsNow(known, opportunity));
}

/** The event of it, of a niche that has a score; none where nothing in it changed. */
export function scoredAnew(state: NicheState): NicheEvent[] {
  if (!state.opportunity) return [];
  const opportunity = scoreNow(state, state.opportunity);
  if (JSON.stringify(opportunity) === JSON.stringify(state.opportunity)) return [];
  return [happened("opportunity.scored", { opportunity })];
}

/** True where the score was made without what the niche's market says, or with what it does not say any more. */
export function isStale(known: Known, opportunity: Opportunity): boolean {
  return JSON.stringify(readingsNow(known, opportunity)) !== JSON.stringify(readingsBehind(opportunity));
}

function readingsNow({ marketSize, competition }: Known, opportunity: Opportunity): Readings {
  const { growth_rate, monetization_potential } = readingsBehind(opportunity);
  return readings({ market_size: marketSize && sizeReading(marketSize.size), growth_rate, competition, monetization_potential });
}
