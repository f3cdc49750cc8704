/** RPC of the Niche Analysis service: evidence in, themes and scored opportunities out. */
import * as z from "zod";
import { filledText } from "../filled-text.ts";
import { idSchema } from "../ids.ts";
import type { Page, PageQuery } from "../page.ts";
import type { Principal } from "../principal.ts";
import type { Result } from "../result.ts";
import { workSchema } from "../work.ts";
import type { ServiceLife } from "./common.ts";
import { demandSchema } from "./niche-demand.ts";
import {
  importReportSchema,
  languageCountsSchema,
  type Evidence,
  type ImportEvidenceRequest,
  type ImportReport,
} from "./niche-evidence.ts";
import {
  keptMarketSizeSchema,
  type KeptMarketSize,
  type MarketFigures,
  type MarketFiguresQuery,
  type SizeNicheMarketRequest,
} from "./niche-market-figures.ts";
import type { MarketSize, MarketSizeRequest } from "./niche-market-size.ts";
import {
  marketTableSchema,
  type ImportMarketTableRequest,
  type MarketRowsPage,
  type MarketTable,
  type RemoveMarketTableRequest,
} from "./niche-market-tables.ts";
import type { Comparison } from "./niche-comparison.ts";
import { marketSchema, opportunityBands, opportunitySchema } from "./niche-opportunity.ts";
import { overrideSchema, type ListedOverride } from "./niche-overrides.ts";
import type { Segments } from "./niche-segments.ts";
import { sourceActions, sourceSettingsSchema, type NicheSource } from "./niche-sources.ts";
import { themeFindingSchema, themeSummarySchema, type Theme } from "./niche-themes.ts";
import type { OpenUploadRequest, PartAnswer, RemoveUploadRequest, Upload, UploadPartRequest } from "./niche-uploads.ts";
import type { OpportunityWeights, SetWeightsRequest } from "./niche-weights.ts";

export * from "./niche-comparison.ts";
export * from "./niche-demand.ts";
export * from "./niche-evidence.ts";
export * from "./niche-figures.ts";
export * from "./niche-market-figures.ts";
export * from "./niche-market-size.ts";
export * from "./niche-market-tables.ts";
export * from "./niche-needs.ts";
export * from "./niche-opportunity.ts";
export * from "./niche-overrides.ts";
export * from "./niche-sources.ts";
export * from "./niche-segments.ts";
export * from "./niche-text-outcome.ts";
export * from "./niche-themes.ts";
export * from "./niche-uploads.ts";
export * from "./niche-weights.ts";

const commandId = z.string().min(1).max(200);
const nicheId = idSchema("niche");

export const createNicheRequestSchema = z.object({
  /** The caller's idempotency key, here and below: the same id gets the same answer. */
  commandId,
  name: filledText(200),
  market: marketSchema.optional(),
});
export type CreateNicheRequest = z.input<typeof createNicheRequestSchema>;

/** Share of the texts that may stay outside all themes where nothing is asked. */
export const defaultOutlierShare = 0.05;

export const analyseRequestSchema = z.object({
  commandId,
  nicheId,
  /** Share of the texts that may stay outside all themes, the worst fitting first; 0: every text joins one. Default 0.05. */
  outlierShare: z.number().min(0).max(1).optional(),
  /** Of every random choice of the analysis: the same evidence, model and seed give the same result. */
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(1),
});
export type AnalyseRequest = z.input<typeof analyseRequestSchema>;

export const discoverRequestSchema = z.object({ commandId, nicheId });
export type DiscoverRequest = z.input<typeof discoverRequestSchema>;

export const setMarketRequestSchema = z.object({
  commandId,
  nicheId,
  market: marketSchema,
  /** `precondition_failed` when the niche is at another version. */
  expectedVersion: z.int().min(0).optional(),
});
export type SetMarketRequest = z.input<typeof setMarketRequestSchema>;

export const overrideThemesRequestSchema = z.object({ commandId, nicheId, override: overrideSchema });
export type OverrideThemesRequest = z.input<typeof overrideThemesRequestSchema>;

export const withdrawOverrideRequestSchema = z.object({ commandId, nicheId, overrideId: z.string().min(1).max(100) });
export type WithdrawOverrideRequest = z.input<typeof withdrawOverrideRequestSchema>;

export const addSourceRequestSchema = z.object({ commandId, nicheId, settings: sourceSettingsSchema });
export type AddSourceRequest = z.input<typeof addSourceRequestSchema>;

export const controlSourceRequestSchema = z.object({
  commandId,
  nicheId,
  sourceId: z.string().min(1).max(100),
  action: z.enum(sourceActions),
});
export type ControlSourceRequest = z.input<typeof controlSourceRequestSchema>;

/**
 * `markdown`, `pdf`: the whole niche as a document with footnotes. `csv`: its themes as a table. `figures`: every figure as a table, with interval,
 * counts, method and texts.
 */
export const reportFormats = ["markdown", "pdf", "csv", "figures"] as const;
export type ReportFormat = (typeof reportFormats)[number];
/** Of a comparison: a document with notes, or one row a niche. */
export const comparisonFormats = ["markdown", "pdf", "csv"] as const satisfies readonly ReportFormat[];
export type ComparisonFormat = (typeof comparisonFormats)[number];

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "must be a month such as 2025-03");
/** Which of the evidence: what was written in these months (both included, UTC, copies too; only texts that are analysed), and in this theme. */
export const evidenceFilterSchema = z.object({
  from: month.optional(),
  to: month.optional(),
  themeId: z
    .string()
    .regex(/^thm_[0-9a-f]{16}$/)
    .optional(),
});
export type EvidenceFilter = z.infer<typeof evidenceFilterSchema>;

/** Body of `POST /api/v1/niches/{id}/fork`: the new niche begins with everything up to this version. */
export const forkNicheSchema = z.object({ version: z.int().min(1) });
export const forkNicheRequestSchema = forkNicheSchema.extend({ commandId, nicheId });
export type ForkNicheRequest = z.input<typeof forkNicheRequestSchema>;

export const nicheSummarySchema = z.object({
  id: nicheId,
  name: z.string(),
  /** The broader niche that this one was discovered in. */
  parentId: nicheId.optional(),
  /** `waiting`: there is no analysis under way and none has finished. */
  work: workSchema,
  evidenceCount: z.int().min(0),
  themeCount: z.int().min(0),
  /** Labels of the first themes, at most three. */
  topThemes: z.array(z.string()),
  /** Absent until scored. */
  opportunity: opportunitySchema
    .pick({ score: true, low: true, high: true, assessment: true, weighting: true, standing: true })
    .extend({ band: z.enum(opportunityBands).nullable() })
    .optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type NicheSummary = z.infer<typeof nicheSummarySchema>;

export const nicheDetailSchema = nicheSummarySchema.omit({ opportunity: true }).extend({
  market: marketSchema,
  opportunity: opportunitySchema.optional(),
  /** Of its texts, those that are surely not English, by language: kept, and not analysed. Absent without any. */
  otherLanguages: languageCountsSchema.optional(),
  /** How often its texts were written again, word for word, by somebody else or at another time. Absent where that never happened. */
  copyCount: z.int().min(1).optional(),
  /** Most severe and largest first. */
  themes: z.array(themeSummarySchema),
  finding: themeFindingSchema.optional(),
  /** How often all of its texts were written, month by month; absent in analyses of before this was counted. */
  demand: demandSchema.optional(),
  /** Reports of its latest twenty imports, oldest first. */
  imports: z.array(importReportSchema),
  /** Tables of its market, oldest first; absent without any. */
  marketTables: z.array(marketTableSchema).optional(),
  /** The market size that was last computed for it; absent before. */
  marketSize: keptMarketSizeSchema.optional(),
  /** Niches discovered in this one. */
  childIds: z.array(nicheId),
  /** Version of its actor, for `?since=`. */
  version: z.int().min(0),
});
export type NicheDetail = z.infer<typeof nicheDetailSchema>;

export interface NicheAnalysisService extends ServiceLife {
  /** Needs `niches:write`, like every method that takes a command id. */
  createNiche(principal: Principal, request: CreateNicheRequest): Promise<Result<NicheDetail>>;
  /**
   * Streams a file of a format that is known into the niche. `unsupported_media` for a binary file and a table of market figures,
   * `invalid_input` when no text column can be found (the detail names the columns that exist), `too_large` beyond the limit of bytes.
   */
  importEvidence(principal: Principal, request: ImportEvidenceRequest, body: ReadableStream<Uint8Array>): Promise<Result<ImportReport>>;
  /** Opens an upload, which takes a file in parts. `conflict` while three of the niche are under way. */
  openUpload(principal: Principal, request: OpenUploadRequest): Promise<Result<Upload>>;
  /**
   * Takes a part that begins where the upload ends, and one that is there already; not `taken` otherwise. With the last part the file is read, as
   * `importEvidence` does it: follow `upload`. `invalid_input` for a part beyond the size that was stated.
   */
  receiveUploadPart(principal: Principal, request: UploadPartRequest, bytes: ArrayBuffer): Promise<Result<PartAnswer>>;
  /** Gives an upload up. Rows that have become evidence stay. */
  removeUpload(principal: Principal, request: RemoveUploadRequest): Promise<Result<true>>;
  /**
   * Keeps a table of keywords, of competitors or of a survey; the same rows again are the same table, and the latest. `unsupported_media` for what is
   * no CSV, `invalid_input` (the detail names the columns that exist) when it is no such table, `conflict` with 20 tables, `too_large`.
   */
  importMarketTable(
    principal: Principal,
    request: ImportMarketTableRequest,
    body: ReadableStream<Uint8Array>,
  ): Promise<Result<MarketTable>>;
  /** Takes a table out of the niche's market; `not_found` when it has none of this id. */
  removeMarketTable(principal: Principal, request: RemoveMarketTableRequest): Promise<Result<NicheDetail>>;
  /** Computes the size of the niche's market and keeps it with what was stated. `invalid_input` as `marketSize`. */
  sizeNicheMarket(principal: Principal, request: SizeNicheMarketRequest): Promise<Result<KeptMarketSize>>;
  /** Starts embed → themes → score and answers at once; follow `work`. `conflict` without evidence or while one runs. */
  analyse(principal: Principal, request: AnalyseRequest): Promise<Result<NicheDetail>>;
  /** Turns groups of the niche's themes into niches of their own and starts their analyses. `conflict` before it has themes. */
  discover(principal: Principal, request: DiscoverRequest): Promise<Result<NicheSummary[]>>;
  /** Replaces the assumptions; the score follows. */
  setMarket(principal: Principal, request: SetMarketRequest): Promise<Result<NicheDetail>>;
  /**
   * Keeps a change of the themes, and works it into them; follow `work`. `not_found` for a theme that the niche does not have, `conflict`
   * before it has any, during a discovery, and with 200 changes.
   */
  overrideThemes(principal: Principal, request: OverrideThemesRequest): Promise<Result<ListedOverride>>;
  /** Takes a change back; the themes follow. `not_found` when there is none of this id. */
  withdrawOverride(principal: Principal, request: WithdrawOverrideRequest): Promise<Result<NicheDetail>>;
  /**
   * Adds a source and fetches from it. `invalid_input` for an address that is not on the public internet and for a token that the organisation
   * does not have, `conflict` for one that the niche has already and beyond 20.
   */
  addSource(principal: Principal, request: AddSourceRequest): Promise<Result<NicheSource>>;
  /** Pauses, resumes, fetches now or removes; what was fetched stays. Answers the source as it is then. `not_found` when there is none of this id. */
  controlSource(principal: Principal, request: ControlSourceRequest): Promise<Result<NicheSource>>;
  /**
   * A new niche that begins with the past of this one up to `version`, evidence, vectors and themes included, and goes its own way. An analysis
   * that was under way then goes on there; a discovery does not. `invalid_input` for a version that never was.
   */
  fork(principal: Principal, request: ForkNicheRequest): Promise<Result<NicheDetail>>;
  /** Needs `niches:read`, like all below. */
  niche(principal: Principal, id: string): Promise<Result<NicheDetail>>;
  /** Highest expected score by the organisation's weights first, unscored last. */
  niches(principal: Principal, page: PageQuery): Promise<Result<Page<NicheSummary>>>;
  /** Niches discovered in the niche `id`, highest score first. */
  children(principal: Principal, id: string, page: PageQuery): Promise<Result<Page<NicheSummary>>>;
  themes(principal: Principal, nicheId: string): Promise<Result<Theme[]>>;
  /** Groups of people held against the themes: who writes about what more than others do. Empty before it has themes. */
  segments(principal: Principal, nicheId: string): Promise<Result<Segments>>;
  /** The niche as a file, the same bytes at the same version; PDF is written in ASCII. */
  report(principal: Principal, nicheId: string, format: ReportFormat): Promise<Result<string>>;
  /** Changes of the themes, in the order in which they were made. */
  overrides(principal: Principal, nicheId: string): Promise<Result<ListedOverride[]>>;
  /** Its sources, in the order in which they were added. */
  sources(principal: Principal, nicheId: string): Promise<Result<NicheSource[]>>;
  /** At most 200 ids a call; an id that the niche does not have is left out. */
  evidence(principal: Principal, nicheId: string, evidenceIds: string[]): Promise<Result<Evidence[]>>;
  /** Uploads under way, and those that ended within a day; oldest first. */
  uploads(principal: Principal, nicheId: string): Promise<Result<Upload[]>>;
  upload(principal: Principal, nicheId: string, uploadId: string): Promise<Result<Upload>>;
  /** Evidence in the order of its arrival, all or what the filter leaves; `not_found` for a theme that the niche does not have. */
  evidencePage(principal: Principal, nicheId: string, page: PageQuery, filter?: EvidenceFilter): Promise<Result<Page<Evidence>>>;
  /** Tables of the niche's market, oldest first. */
  marketTables(principal: Principal, nicheId: string): Promise<Result<MarketTable[]>>;
  /** Rows of a table in the order of its file. */
  marketRows(principal: Principal, nicheId: string, tableId: string, page: PageQuery): Promise<Result<MarketRowsPage>>;
  /** What the tables say; `{}` without any. */
  marketFigures(principal: Principal, nicheId: string, assumed?: Partial<MarketFiguresQuery>): Promise<Result<MarketFigures>>;
  /** Scored niches side by side; `conflict` names those without a score. */
  compare(principal: Principal, ids: string[]): Promise<Result<Comparison>>;
  /** The comparison as a file, the same bytes for the same comparison; PDF is written in ASCII. */
  comparisonReport(principal: Principal, ids: string[], format: ComparisonFormat): Promise<Result<string>>;
  /** The weights that all scores of the organisation are made with. */
  weights(principal: Principal): Promise<Result<OpportunityWeights>>;
  /** Sets them; every score, list and comparison follows at once. `precondition_failed` when they have changed since. Needs `niches:write`. */
  setWeights(principal: Principal, request: SetWeightsRequest): Promise<Result<OpportunityWeights>>;
  /** A sum over stated ranges; stores nothing. `invalid_input` names the input that is out of order or range. */
  marketSize(principal: Principal, request: MarketSizeRequest): Promise<Result<MarketSize>>;
}
