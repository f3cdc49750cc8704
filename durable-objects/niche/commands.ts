/** What a niche can be told: by the service, by a parent niche, and by its own effects as they come back. */
import type {
  AnalysisFailed,
  AnalysisPrepared,
  CompetitorsMatched,
  DiscoveryStarted,
  EvidenceEmbedded,
  EvidenceImported,
  EvidenceInherited,
  ThemesFound,
} from "../../contracts/events/niche-analysis.ts";
import type { SourceCommand } from "./sources/decider.ts";
import type { UploadCommand } from "./uploads/decider.ts";
import type { ImportReport, KeptMarketSize, Market, MarketTable, Opportunity, Override } from "../../contracts/services/niche-analysis.ts";

export type DerivedChild = DiscoveryStarted["children"][number];

export type NicheCommand =
  | SourceCommand
  | UploadCommand
  | { type: "create"; name: string; market: Market; parentId?: string | undefined }
  /** Rows staged under `batchId` become evidence. `added` of them are new here, `total` there are then. */
  | { type: "import"; batchId: string; added: number; total: number; copies?: EvidenceImported["copies"]; report: ImportReport }
  | { type: "inherit"; data: EvidenceInherited }
  /** `evidence` rows with the digest `evidenceDigest` are to be analysed. */
  | { type: "analyse"; seed: number; outlierShare?: number | undefined; evidence: number; evidenceDigest: string }
  /** `windows`: numbers of the chunks that have rows without a vector. */
  | { type: "prepared"; windows: number[]; data: Omit<AnalysisPrepared, "chunks"> }
  | { type: "embedded"; data: EvidenceEmbedded & { chunksLeft: number } }
  /** `opportunity` was scored under the assumptions `market`, the themes hold the changes up to `revision`. */
  | { type: "analysed"; data: ThemesFound; market: Market; opportunity: Opportunity; revision: number }
  | { type: "set-market"; market: Market }
  | { type: "override"; override: Override }
  | { type: "withdraw"; overrideId: string }
  /** The rows of `table` are written in the same turn. */
  | { type: "import-table"; table: MarketTable }
  | { type: "remove-table"; tableId: string }
  /** `matching`: which count of those that were asked for this is. */
  | { type: "matched"; matching: number; data: CompetitorsMatched }
  /** The count was given up, or is tried again: its dead letter says so. */
  | { type: "match-noted" }
  | { type: "size-market"; kept: KeptMarketSize }
  | { type: "discover"; children: DerivedChild[] }
  | { type: "derived"; discoveryId: string; childId: string }
  | { type: "effect-failed"; data: AnalysisFailed }
  /** A dead effect is tried again; `window` is the chunk of one that embeds. */
  | { type: "effect-redriven"; analysisId: string; step: AnalysisFailed["step"]; window?: number | undefined }
  /** The first command of a fork whose past ends in the middle of work. */
  | { type: "take-up" };
