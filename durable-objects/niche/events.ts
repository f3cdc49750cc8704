/** What can happen to a niche, as its log keeps it. The data is described in `contracts/events/niche-analysis.ts`. */
import type {
  AnalysisFailed,
  AnalysisPrepared,
  AnalysisResumed,
  AnalysisStarted,
  CompetitorsMatched,
  DiscoveryStarted,
  EvidenceEmbedded,
  EvidenceImported,
  EvidenceInherited,
  MarketAssumed,
  MarketSized,
  MarketTableImported,
  MarketTableRemoved,
  NicheCreated,
  NicheDerived,
  OpportunityScored,
  OverrideWithdrawn,
  ThemesFound,
  ThemesOverridden,
} from "../../contracts/events/niche-analysis.ts";
import type { SourceEvent } from "./sources/state.ts";
import type { UploadEvent } from "./uploads/decider.ts";

export type NicheEvent =
  | SourceEvent
  | UploadEvent
  | { type: "niche.created"; data: NicheCreated }
  | { type: "evidence.imported"; data: EvidenceImported }
  | { type: "evidence.inherited"; data: EvidenceInherited }
  | { type: "analysis.started"; data: AnalysisStarted }
  | { type: "analysis.prepared"; data: AnalysisPrepared }
  | { type: "evidence.embedded"; data: EvidenceEmbedded }
  | { type: "themes.found"; data: ThemesFound }
  | { type: "opportunity.scored"; data: OpportunityScored }
  | { type: "market.assumed"; data: MarketAssumed }
  | { type: "themes.overridden"; data: ThemesOverridden }
  | { type: "override.withdrawn"; data: OverrideWithdrawn }
  | { type: "market-table.imported"; data: MarketTableImported }
  | { type: "market-table.removed"; data: MarketTableRemoved }
  | { type: "competitors.matched"; data: CompetitorsMatched }
  | { type: "market.sized"; data: MarketSized }
  | { type: "discovery.started"; data: DiscoveryStarted }
  | { type: "niche.derived"; data: NicheDerived }
  | { type: "analysis.failed"; data: AnalysisFailed }
  | { type: "analysis.resumed"; data: AnalysisResumed };

/** The event `type`, with its data checked by the compiler. */
export function happened<Type extends NicheEvent["type"]>(
  type: Type,
  data: Extract<NicheEvent, { type: Type }>["data"],
): Extract<NicheEvent, { type: Type }> {
  // A pair of matching `type` and `data` is a member of the union by construction, which the compiler cannot infer for a generic.
  return { type, data } as Extract<NicheEvent, { type: Type }>;
}
