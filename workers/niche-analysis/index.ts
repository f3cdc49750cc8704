/** The Niche Analysis service: evidence in, themes and scored opportunities out. Each niche is an actor; D1 holds the list of them. */
import * as z from "zod";
import { pageQuerySchema, type Page } from "../../contracts/page.ts";
import { authorize, type Principal } from "../../contracts/principal.ts";
import { ok, parse, type Result } from "../../contracts/result.ts";
import {
  addSourceRequestSchema,
  analyseRequestSchema,
  controlSourceRequestSchema,
  evidenceFilterSchema,
  importEvidenceRequestSchema,
  importMarketTableRequestSchema,
  marketRowsPageSchema,
  marketSizeRequestSchema,
  openUploadRequestSchema,
  overrideThemesRequestSchema,
  removeMarketTableRequestSchema,
  removeUploadRequestSchema,
  setMarketRequestSchema,
  setWeightsRequestSchema,
  sizeNicheMarketRequestSchema,
  uploadPartRequestSchema,
  withdrawOverrideRequestSchema,
  type AddSourceRequest,
  type AnalyseRequest,
  type Comparison,
  type ControlSourceRequest,
  type CreateNicheRequest,
  type DiscoverRequest,
  type Evidence,
  type EvidenceFilter,
  type ForkNicheRequest,
  type ImportEvidenceRequest,
  type ImportMarketTableRequest,
  type ImportReport,
  type KeptMarketSize,
  type ListedOverride,
  type MarketFigures,
  type MarketFiguresQuery,
  type MarketRowsPage,
  type MarketSize,
  type MarketSizeRequest,
  type MarketTable,
  type NicheAnalysisService,
  type NicheDetail,
  type NicheSource,
  type NicheSummary,
  type OpenUploadRequest,
  type OpportunityWeights,
  type OverrideThemesRequest,
  type PartAnswer,
  type RemoveMarketTableRequest,
  type RemoveUploadRequest,
  type ComparisonFormat,
  type ReportFormat,
  type Segments,
  type SetMarketRequest,
  type SetWeightsRequest,
  type SizeNicheMarketRequest,
  type Theme,
  type Upload,
  type UploadPartRequest,
  type WithdrawOverrideRequest,
} from "../../contracts/services/niche-analysis.ts";
import { noted } from "../kit/replays.ts";
import { drainOutbox } from "../kit/outbox.ts";
import { serviceEntrypoint } from "../kit/service.ts";
import { marketSize } from "./domain/sizing/market-size.ts";
import { importFile } from "./evidence-import.ts";
import { importMarketFile } from "./market-import.ts";
import { createNiche, discoverNiches, forkNiche } from "./new-niches.ts";
import { Niches, type NicheAnalysisEnv } from "./niches.ts";
import { directory, nichesProjection } from "./projections.ts";
import { compareNiches, comparisonReport, marketFigures, nicheReport } from "./reports.ts";
import { routes } from "./routes.ts";
import { tenancy } from "./tenancy.ts";
import { authorSalt } from "./store.ts";
import { setWeights } from "./weights-command.ts";
import { readWeights } from "./weights-store.ts";

export { Niche } from "../../durable-objects/niche/actor.ts";
export { SourceHost } from "../../durable-objects/source-host/actor.ts";
export { default } from "../kit/not-found.ts";

const evidenceIdsSchema = z.array(z.string().max(100)).max(200, "at most 200 ids a call");

export class NicheAnalysis
  extends serviceEntrypoint<NicheAnalysisEnv>({
    description: { service: "niche-analysis", dependencies: ["ai-models", "auth"] },
    database: (env) => env.NICHE_ANALYSIS_DB,
    queue: (env) => env.EVENTS,
    app: routes,
    tenancy,
    projections: [nichesProjection, ...directory],
    actors: { niche: (env) => env.NICHE },
  })
  implements NicheAnalysisService
{
  async createNiche(principal: Principal, request: CreateNicheRequest): Promise<Result<NicheDetail>> {
    return createNiche(this.#niches(principal), request);
  }

  async importEvidence(
    principal: Principal,
    request: ImportEvidenceRequest,
    body: ReadableStream<Uint8Array>,
  ): Promise<Result<ImportReport>> {
    const target = await this.#niches(principal).existing(importEvidenceRequestSchema, request);
    if (!target.ok) return target;
    const { niche, input, envelope } = target.value;
    const salt = await authorSalt(this.#niches(principal).db, principal.organisation);
    const { fileName, mapping, attributes, encoding } = input;
    return importFile(niche, envelope, { fileName, mapping, attributes, encoding, body, authorSalt: salt });
  }

  async openUpload(principal: Principal, request: OpenUploadRequest): Promise<Result<Upload>> {
    return this.#niches(principal).command(openUploadRequestSchema, request, ({ niche, input, envelope }) =>
      niche.openUpload(envelope, input.settings),
    );
  }

  async receiveUploadPart(principal: Principal, request: UploadPartRequest, bytes: ArrayBuffer): Promise<Result<PartAnswer>> {
    const allowed = authorize(principal, "niches:write");
    if (!allowed.ok) return allowed;
    const input = parse(uploadPartRequestSchema, request);
    if (!input.ok) return input;
    const { nicheId, uploadId, offset } = input.value;
    // A part is known by where it begins: whatever this is called, it is carried out once.
    const niches = this.#niches(principal);
    const envelope = niches.envelope(nicheId, `part:${uploadId}:${offset}`);
    return niches.actor(nicheId).receivePart(envelope, { uploadId, offset, bytes });
  }

  async removeUpload(principal: Principal, request: RemoveUploadRequest): Promise<Result<true>> {
    return this.#niches(principal).command(removeUploadRequestSchema, request, ({ niche, input, envelope }) =>
      niche.removeUpload(envelope, input.uploadId),
    );
  }

  async uploads(principal: Principal, nicheId: string): Promise<Result<Upload[]>> {
    return this.#niches(principal).read(nicheId, (niche) => niche.uploads(principal));
  }

  async upload(principal: Principal, nicheId: string, uploadId: string): Promise<Result<Upload>> {
    return this.#niches(principal).read(nicheId, (niche) => niche.upload(principal, uploadId));
  }

  async analyse(principal: Principal, request: AnalyseRequest): Promise<Result<NicheDetail>> {
    const inferring = authorize(principal, "models:infer");
    if (!inferring.ok) return inferring;
    const target = await this.#niches(principal).existing(analyseRequestSchema, request);
    if (!target.ok) return target;
    const { niche, input, envelope } = target.value;
    const started = await niche.analyse(envelope, input.seed, input.outlierShare);
    return started.ok ? this.#niches(principal).detail(niche) : started;
  }

  async discover(principal: Principal, request: DiscoverRequest): Promise<Result<NicheSummary[]>> {
    return discoverNiches(this.#niches(principal), request);
  }

  async fork(principal: Principal, request: ForkNicheRequest): Promise<Result<NicheDetail>> {
    return forkNiche(this.#niches(principal), request);
  }

  async setMarket(principal: Principal, request: SetMarketRequest): Promise<Result<NicheDetail>> {
    const target = await this.#niches(principal).existing(setMarketRequestSchema, request);
    if (!target.ok) return target;
    const { niche, input, envelope } = target.value;
    const { expectedVersion, market } = input;
    const assumed = noted(envelope.id, await niche.execute({ ...envelope, expectedVersion }, { type: "set-market", market }));
    return assumed.ok ? this.#niches(principal).detail(niche) : assumed;
  }

  async overrideThemes(principal: Principal, request: OverrideThemesRequest): Promise<Result<ListedOverride>> {
    return this.#niches(principal).command(overrideThemesRequestSchema, request, ({ niche, input, envelope }) =>
      niche.override(envelope, input.override),
    );
  }

  async withdrawOverride(principal: Principal, request: WithdrawOverrideRequest): Promise<Result<NicheDetail>> {
    const target = await this.#niches(principal).existing(withdrawOverrideRequestSchema, request);
    if (!target.ok) return target;
    const { niche, input, envelope } = target.value;
    const withdrawn = noted(envelope.id, await niche.execute(envelope, { type: "withdraw", overrideId: input.overrideId }));
    return withdrawn.ok ? this.#niches(principal).detail(niche) : withdrawn;
  }

  async importMarketTable(
    principal: Principal,
    request: ImportMarketTableRequest,
    body: ReadableStream<Uint8Array>,
  ): Promise<Result<MarketTable>> {
    return this.#niches(principal).command(importMarketTableRequestSchema, request, ({ niche, input, envelope }) =>
      importMarketFile(niche, envelope, { fileName: input.fileName, kind: input.kind, body }),
    );
  }

  async removeMarketTable(principal: Principal, request: RemoveMarketTableRequest): Promise<Result<NicheDetail>> {
    const target = await this.#niches(principal).existing(removeMarketTableRequestSchema, request);
    if (!target.ok) return target;
    const { niche, input, envelope } = target.value;
    const removed = noted(envelope.id, await niche.execute(envelope, { type: "remove-table", tableId: input.tableId }));
    return removed.ok ? this.#niches(principal).detail(niche) : removed;
  }

  async sizeNicheMarket(principal: Principal, request: SizeNicheMarketRequest): Promise<Result<KeptMarketSize>> {
    const target = await this.#niches(principal).existing(sizeNicheMarketRequestSchema, request);
    if (!target.ok) return target;
    const { niche, input, envelope } = target.value;
    const size = marketSize(input.request);
    if (!size.ok) return size;
    const kept = { request: input.request, size: size.value };
    const command = { type: "size-market" as const, kept };
    const receipt = noted(envelope.id, await niche.execute({ ...envelope, expectedVersion: input.expectedVersion }, command));
    return receipt.ok ? ok(kept) : receipt;
  }

  async addSource(principal: Principal, request: AddSourceRequest): Promise<Result<NicheSource>> {
    return this.#niches(principal).command(addSourceRequestSchema, request, ({ niche, input, envelope }) =>
      niche.addSource(envelope, input.settings),
    );
  }

  async controlSource(principal: Principal, request: ControlSourceRequest): Promise<Result<NicheSource>> {
    return this.#niches(principal).command(controlSourceRequestSchema, request, ({ niche, input, envelope }) =>
      niche.controlSource(envelope, input.sourceId, input.action),
    );
  }

  async sources(principal: Principal, nicheId: string): Promise<Result<NicheSource[]>> {
    return this.#niches(principal).read(nicheId, (niche) => niche.sources(principal));
  }

  async niche(principal: Principal, id: string): Promise<Result<NicheDetail>> {
    const niches = this.#niches(principal);
    return niches.read(id, (niche) => niches.detail(niche));
  }

  async niches(principal: Principal, page: z.input<typeof pageQuerySchema>): Promise<Result<Page<NicheSummary>>> {
    return this.#niches(principal).list(page);
  }

  async children(principal: Principal, id: string, page: z.input<typeof pageQuerySchema>): Promise<Result<Page<NicheSummary>>> {
    const parent = await this.niche(principal, id);
    return parent.ok ? this.#niches(principal).list(page, id) : parent;
  }

  async themes(principal: Principal, nicheId: string): Promise<Result<Theme[]>> {
    return this.#niches(principal).read(nicheId, (niche) => niche.themes(principal));
  }

  async segments(principal: Principal, nicheId: string): Promise<Result<Segments>> {
    return this.#niches(principal).read(nicheId, (niche) => niche.segments(principal));
  }

  async report(principal: Principal, nicheId: string, format: ReportFormat): Promise<Result<string>> {
    return nicheReport(this.#niches(principal), nicheId, format);
  }

  async overrides(principal: Principal, nicheId: string): Promise<Result<ListedOverride[]>> {
    return this.#niches(principal).read(nicheId, (niche) => niche.overrides(principal));
  }

  async evidence(principal: Principal, nicheId: string, evidenceIds: string[]): Promise<Result<Evidence[]>> {
    const niche = this.#niches(principal).readable(nicheId);
    if (!niche.ok) return niche;
    const ids = parse(evidenceIdsSchema, evidenceIds);
    return ids.ok ? niche.value.evidence(principal, ids.value) : ids;
  }

  async evidencePage(
    principal: Principal,
    nicheId: string,
    page: z.input<typeof pageQuerySchema>,
    filter: EvidenceFilter = {},
  ): Promise<Result<Page<Evidence>>> {
    const niche = this.#niches(principal).readable(nicheId);
    if (!niche.ok) return niche;
    const query = parse(pageQuerySchema, page);
    if (!query.ok) return query;
    const chosen = parse(evidenceFilterSchema, filter);
    return chosen.ok ? niche.value.evidencePage(principal, query.value, chosen.value) : chosen;
  }

  async marketTables(principal: Principal, nicheId: string): Promise<Result<MarketTable[]>> {
    return this.#niches(principal).read(nicheId, (niche) => niche.marketTables(principal));
  }

  async marketRows(
    principal: Principal,
    nicheId: string,
    tableId: string,
    page: z.input<typeof pageQuerySchema>,
  ): Promise<Result<MarketRowsPage>> {
    const niche = this.#niches(principal).readable(nicheId);
    if (!niche.ok) return niche;
    const query = parse(pageQuerySchema, page);
    if (!query.ok) return query;
    const rows = await niche.value.marketRows(principal, tableId, query.value);
    // Pairs are lists to the types of calls.
    return rows.ok ? parse(marketRowsPageSchema, rows.value) : rows;
  }

  async marketFigures(principal: Principal, nicheId: string, assumed?: Partial<MarketFiguresQuery>): Promise<Result<MarketFigures>> {
    return marketFigures(this.#niches(principal), nicheId, assumed);
  }

  async compare(principal: Principal, ids: string[]): Promise<Result<Comparison>> {
    return compareNiches(this.#niches(principal), ids);
  }

  async comparisonReport(principal: Principal, ids: string[], format: ComparisonFormat): Promise<Result<string>> {
    return comparisonReport(this.#niches(principal), ids, format);
  }

  async weights(principal: Principal): Promise<Result<OpportunityWeights>> {
    const allowed = authorize(principal, "niches:read");
    return allowed.ok ? ok(await readWeights(this.#niches(principal).db, principal.organisation)) : allowed;
  }

  async setWeights(principal: Principal, request: SetWeightsRequest): Promise<Result<OpportunityWeights>> {
    const allowed = authorize(principal, "niches:write");
    if (!allowed.ok) return allowed;
    const input = parse(setWeightsRequestSchema, request);
    if (!input.ok) return input;
    const { db } = this.#niches(principal);
    const set = await setWeights(db, principal, input.value);
    this.ctx.waitUntil(drainOutbox(db, this.env.EVENTS, Date.now()));
    return set;
  }

  async marketSize(principal: Principal, request: MarketSizeRequest): Promise<Result<MarketSize>> {
    const allowed = authorize(principal, "niches:read");
    if (!allowed.ok) return allowed;
    const input = parse(marketSizeRequestSchema, request);
    return input.ok ? marketSize(input.value) : input;
  }

  #niches(principal: Principal): Niches {
    return new Niches(this.env, principal);
  }
}
