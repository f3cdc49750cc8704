/** The Niche Analysis service: evidence in, themes and scored opportunities out. Each niche is an actor; D1 holds the list of them. */
import * as z from "zod";
import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";
import { actorName, type CommandEnvelope } from "../../contracts/actor.ts";
import type { DiscoveryStarted } from "../../contracts/events/niche-analysis.ts";
import { idSchema, isId, newId } from "../../contracts/ids.ts";
import { pageQuerySchema, type Page, type PageQuery } from "../../contracts/page.ts";
import { authorize, type Principal, type Scope } from "../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../contracts/result.ts";
import {
  addSourceRequestSchema,
  analyseRequestSchema,
  controlSourceRequestSchema,
  createNicheRequestSchema,
  evidenceFilterSchema,
  discoverRequestSchema,
  forkNicheRequestSchema,
  importEvidenceRequestSchema,
  importMarketTableRequestSchema,
  marketFiguresQuerySchema,
  marketRowsPageSchema,
  marketSizeRequestSchema,
  nicheSummarySchema,
  openUploadRequestSchema,
  overrideThemesRequestSchema,
  removeMarketTableRequestSchema,
  removeUploadRequestSchema,
  setMarketRequestSchema,
  setWeightsRequestSchema,
  sizeNicheMarketRequestSchema,
  unknownMarket,
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
import type { Niche } from "../../durable-objects/niche/actor.ts";
import type { NicheEnv } from "../../durable-objects/niche/env.ts";
import { runOnce } from "../kit/commands.ts";
import { noted } from "../kit/replays.ts";
import { drainOutbox } from "../kit/outbox.ts";
import { serviceEntrypoint } from "../kit/service.ts";
import { comparisonOf } from "./comparison.ts";
import { comparisonCsv } from "./domain/report/comparison-csv.ts";
import { figuresEdition, readMarket } from "./domain/market/market-figures.ts";
import { themesCsv } from "./domain/report/csv-report.ts";
import { comparisonFile, reportFile } from "./domain/report/report-file.ts";
import { marketSize } from "./domain/sizing/market-size.ts";
import { importFile } from "./evidence-import.ts";
import { importMarketFile } from "./market-import.ts";
import { directory, nichesProjection } from "./projections.ts";
import { routes } from "./routes.ts";
import { shownNiche } from "./shown-niche.ts";
import { tenancy } from "./tenancy.ts";
import { authorSalt, listNiches } from "./store.ts";
import { setWeights } from "./weights-command.ts";
import { readWeights, weightedBy } from "./weights-store.ts";

export { Niche } from "../../durable-objects/niche/actor.ts";
export { default } from "../kit/not-found.ts";

export interface NicheAnalysisEnv extends NicheEnv {
  NICHE_ANALYSIS_DB: D1Database;
}

const evidenceIdsSchema = z.array(z.string().max(100)).max(200, "at most 200 ids a call");
const comparedIdsSchema = z.array(idSchema("niche")).min(1).max(20);

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
    const allowed = authorize(principal, "niches:write");
    if (!allowed.ok) return allowed;
    const parsed = parse(createNicheRequestSchema, request);
    if (!parsed.ok) return parsed;
    const { commandId, name, market = unknownMarket } = parsed.value;
    const call = { db: this.#db, principal, commandId, method: "createNiche", input: { name, market }, now: Date.now() };
    // The id is recorded before the actor is told: after a crash in between, the next delivery creates the same niche.
    const reserved = await runOnce<{ nicheId: string }>(call, () => ok({ value: { nicheId: newId("niche") }, statements: [], events: [] }));
    if (!reserved.ok) return reserved;
    const { nicheId } = reserved.value;
    const niche = this.#actor(principal, nicheId);
    const created = await niche.execute(envelopeOf(principal, nicheId, commandId), { type: "create", name, market });
    return created.ok ? niche.detail(principal) : created;
  }

  async importEvidence(
    principal: Principal,
    request: ImportEvidenceRequest,
    body: ReadableStream<Uint8Array>,
  ): Promise<Result<ImportReport>> {
    const target = await this.#existing(principal, "niches:write", importEvidenceRequestSchema, request);
    if (!target.ok) return target;
    const { niche, input, envelope } = target.value;
    const salt = await authorSalt(this.#db, principal.organisation);
    const { fileName, mapping, attributes, encoding } = input;
    return importFile(niche, envelope, { fileName, mapping, attributes, encoding, body, authorSalt: salt });
  }

  async openUpload(principal: Principal, request: OpenUploadRequest): Promise<Result<Upload>> {
    const target = await this.#existing(principal, "niches:write", openUploadRequestSchema, request);
    if (!target.ok) return target;
    const { niche, input, envelope } = target.value;
    return niche.openUpload(envelope, input.settings);
  }

  async receiveUploadPart(principal: Principal, request: UploadPartRequest, bytes: ArrayBuffer): Promise<Result<PartAnswer>> {
    const allowed = authorize(principal, "niches:write");
    if (!allowed.ok) return allowed;
    const input = parse(uploadPartRequestSchema, request);
    if (!input.ok) return input;
    const { nicheId, uploadId, offset } = input.value;
    // A part is known by where it begins: whatever this is called, it is carried out once.
    const envelope = envelopeOf(principal, nicheId, `part:${uploadId}:${offset}`);
    return this.#actor(principal, nicheId).receivePart(envelope, { uploadId, offset, bytes });
  }

  async removeUpload(principal: Principal, request: RemoveUploadRequest): Promise<Result<true>> {
    const target = await this.#existing(principal, "niches:write", removeUploadRequestSchema, request);
    if (!target.ok) return target;
    const { niche, input, envelope } = target.value;
    return niche.removeUpload(envelope, input.uploadId);
  }

  async uploads(principal: Principal, nicheId: string): Promise<Result<Upload[]>> {
    const niche = this.#readable(principal, nicheId);
    return niche.ok ? niche.value.uploads(principal) : niche;
  }

  async upload(principal: Principal, nicheId: string, uploadId: string): Promise<Result<Upload>> {
    const niche = this.#readable(principal, nicheId);
    return niche.ok ? niche.value.upload(principal, uploadId) : niche;
  }

  async analyse(principal: Principal, request: AnalyseRequest): Promise<Result<NicheDetail>> {
    const inferring = authorize(principal, "models:infer");
    if (!inferring.ok) return inferring;
    const target = await this.#existing(principal, "niches:write", analyseRequestSchema, request);
    if (!target.ok) return target;
    const { niche, input, envelope } = target.value;
    const started = await niche.analyse(envelope, input.seed, input.outlierShare);
    return started.ok ? this.#shown(principal, await niche.detail(principal)) : started;
  }

  async discover(principal: Principal, request: DiscoverRequest): Promise<Result<NicheSummary[]>> {
    const inferring = authorize(principal, "models:infer");
    if (!inferring.ok) return inferring;
    const target = await this.#existing(principal, "niches:write", discoverRequestSchema, request);
    if (!target.ok) return target;
    const { niche, input, envelope } = target.value;
    const children = await niche.discover(envelope);
    if (!children.ok) return children;
    return ok(await Promise.all(children.value.map((child) => this.#child(principal, input.nicheId, child))));
  }

  async fork(principal: Principal, request: ForkNicheRequest): Promise<Result<NicheDetail>> {
    const target = await this.#existing(principal, "niches:write", forkNicheRequestSchema, request);
    if (!target.ok) return target;
    const { niche, input, envelope } = target.value;
    const { nicheId, version, commandId } = input;
    const original = await niche.detail(principal);
    if (!original.ok) return original;
    if (version > original.value.version) return err("invalid_input", `There are versions 1 to ${original.value.version}, not ${version}.`);
    const call = { db: this.#db, principal, commandId, method: "fork", input: { nicheId, version }, now: Date.now() };
    // As for a new niche: a crash on the way goes on with the same id.
    const reserved = await runOnce<{ nicheId: string }>(call, () => ok({ value: { nicheId: newId("niche") }, statements: [], events: [] }));
    if (!reserved.ok) return reserved;
    const forked = await niche.fork(envelope, version, reserved.value.nicheId);
    return forked.ok ? this.niche(principal, reserved.value.nicheId) : forked;
  }

  async setMarket(principal: Principal, request: SetMarketRequest): Promise<Result<NicheDetail>> {
    const target = await this.#existing(principal, "niches:write", setMarketRequestSchema, request);
    if (!target.ok) return target;
    const { niche, input, envelope } = target.value;
    const { expectedVersion, market } = input;
    const assumed = noted(envelope.id, await niche.execute({ ...envelope, expectedVersion }, { type: "set-market", market }));
    return assumed.ok ? this.#shown(principal, await niche.detail(principal)) : assumed;
  }

  async overrideThemes(principal: Principal, request: OverrideThemesRequest): Promise<Result<ListedOverride>> {
    const target = await this.#existing(principal, "niches:write", overrideThemesRequestSchema, request);
    if (!target.ok) return target;
    const { niche, input, envelope } = target.value;
    return niche.override(envelope, input.override);
  }

  async withdrawOverride(principal: Principal, request: WithdrawOverrideRequest): Promise<Result<NicheDetail>> {
    const target = await this.#existing(principal, "niches:write", withdrawOverrideRequestSchema, request);
    if (!target.ok) return target;
    const { niche, input, envelope } = target.value;
    const withdrawn = noted(envelope.id, await niche.execute(envelope, { type: "withdraw", overrideId: input.overrideId }));
    return withdrawn.ok ? this.#shown(principal, await niche.detail(principal)) : withdrawn;
  }

  async importMarketTable(
    principal: Principal,
    request: ImportMarketTableRequest,
    body: ReadableStream<Uint8Array>,
  ): Promise<Result<MarketTable>> {
    const target = await this.#existing(principal, "niches:write", importMarketTableRequestSchema, request);
    if (!target.ok) return target;
    const { niche, input, envelope } = target.value;
    return importMarketFile(niche, envelope, { fileName: input.fileName, kind: input.kind, body });
  }

  async removeMarketTable(principal: Principal, request: RemoveMarketTableRequest): Promise<Result<NicheDetail>> {
    const target = await this.#existing(principal, "niches:write", removeMarketTableRequestSchema, request);
    if (!target.ok) return target;
    const { niche, input, envelope } = target.value;
    const removed = noted(envelope.id, await niche.execute(envelope, { type: "remove-table", tableId: input.tableId }));
    return removed.ok ? this.#shown(principal, await niche.detail(principal)) : removed;
  }

  async sizeNicheMarket(principal: Principal, request: SizeNicheMarketRequest): Promise<Result<KeptMarketSize>> {
    const target = await this.#existing(principal, "niches:write", sizeNicheMarketRequestSchema, request);
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
    const target = await this.#existing(principal, "niches:write", addSourceRequestSchema, request);
    if (!target.ok) return target;
    const { niche, input, envelope } = target.value;
    return niche.addSource(envelope, input.settings);
  }

  async controlSource(principal: Principal, request: ControlSourceRequest): Promise<Result<NicheSource>> {
    const target = await this.#existing(principal, "niches:write", controlSourceRequestSchema, request);
    if (!target.ok) return target;
    const { niche, input, envelope } = target.value;
    return niche.controlSource(envelope, input.sourceId, input.action);
  }

  async sources(principal: Principal, nicheId: string): Promise<Result<NicheSource[]>> {
    const niche = this.#readable(principal, nicheId);
    return niche.ok ? niche.value.sources(principal) : niche;
  }

  async niche(principal: Principal, id: string): Promise<Result<NicheDetail>> {
    const niche = this.#readable(principal, id);
    return niche.ok ? this.#shown(principal, await niche.value.detail(principal)) : niche;
  }

  async niches(principal: Principal, page: z.input<typeof pageQuerySchema>): Promise<Result<Page<NicheSummary>>> {
    return this.#list(principal, page);
  }

  async children(principal: Principal, id: string, page: z.input<typeof pageQuerySchema>): Promise<Result<Page<NicheSummary>>> {
    const parent = await this.niche(principal, id);
    return parent.ok ? this.#list(principal, page, id) : parent;
  }

  async themes(principal: Principal, nicheId: string): Promise<Result<Theme[]>> {
    const niche = this.#readable(principal, nicheId);
    return niche.ok ? niche.value.themes(principal) : niche;
  }

  async segments(principal: Principal, nicheId: string): Promise<Result<Segments>> {
    const niche = this.#readable(principal, nicheId);
    return niche.ok ? niche.value.segments(principal) : niche;
  }

  async report(principal: Principal, nicheId: string, format: ReportFormat): Promise<Result<string>> {
    const niche = this.#readable(principal, nicheId);
    if (!niche.ok) return niche;
    const themes = await niche.value.themes(principal);
    if (!themes.ok) return themes;
    if (format === "csv") return ok(themesCsv(themes.value));
    const [detail, segments, figures] = await Promise.all([
      niche.value.detail(principal).then((found) => this.#shown(principal, found)),
      niche.value.segments(principal),
      this.marketFigures(principal, nicheId),
    ]);
    if (!detail.ok) return detail;
    if (!segments.ok) return segments;
    if (!figures.ok) return figures;
    const file = reportFile(format, { niche: detail.value, themes: themes.value, segments: segments.value, figures: figures.value });
    const origins = await niche.value.origins(principal, file.named);
    return origins.ok ? ok(file.written(origins.value)) : origins;
  }

  async overrides(principal: Principal, nicheId: string): Promise<Result<ListedOverride[]>> {
    const niche = this.#readable(principal, nicheId);
    return niche.ok ? niche.value.overrides(principal) : niche;
  }

  async evidence(principal: Principal, nicheId: string, evidenceIds: string[]): Promise<Result<Evidence[]>> {
    const niche = this.#readable(principal, nicheId);
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
    const niche = this.#readable(principal, nicheId);
    if (!niche.ok) return niche;
    const query = parse(pageQuerySchema, page);
    if (!query.ok) return query;
    const chosen = parse(evidenceFilterSchema, filter);
    return chosen.ok ? niche.value.evidencePage(principal, query.value, chosen.value) : chosen;
  }

  async marketTables(principal: Principal, nicheId: string): Promise<Result<MarketTable[]>> {
    const niche = this.#readable(principal, nicheId);
    return niche.ok ? niche.value.marketTables(principal) : niche;
  }

  async marketRows(
    principal: Principal,
    nicheId: string,
    tableId: string,
    page: z.input<typeof pageQuerySchema>,
  ): Promise<Result<MarketRowsPage>> {
    const niche = this.#readable(principal, nicheId);
    if (!niche.ok) return niche;
    const query = parse(pageQuerySchema, page);
    if (!query.ok) return query;
    const rows = await niche.value.marketRows(principal, tableId, query.value);
    // Pairs are lists to the types of calls.
    return rows.ok ? parse(marketRowsPageSchema, rows.value) : rows;
  }

  async marketFigures(principal: Principal, nicheId: string, assumed: Partial<MarketFiguresQuery> = {}): Promise<Result<MarketFigures>> {
    const query = parse(marketFiguresQuerySchema, assumed);
    if (!query.ok) return query;
    const niche = this.#readable(principal, nicheId);
    if (!niche.ok) return niche;
    // What is assumed shows in the figures of keywords alone, and only those under the usual assumptions are kept.
    const usual = JSON.stringify(query.value) === JSON.stringify(marketFiguresQuerySchema.parse({}));
    const pieces = await niche.value.market(principal, figuresEdition, usual ? undefined : "keywords");
    if (!pieces.ok) return pieces;
    const { figures, computed } = readMarket(pieces.value, query.value);
    for (const one of computed.filter(({ tableId }) => usual || tableId !== figures.keywords?.tableId)) {
      const kept = await niche.value.keepFigures(principal, { ...one, edition: figuresEdition });
      if (!kept.ok) return kept;
    }
    return ok(figures);
  }

  async compare(principal: Principal, ids: string[]): Promise<Result<Comparison>> {
    const allowed = authorize(principal, "niches:read");
    if (!allowed.ok) return allowed;
    const parsed = parse(comparedIdsSchema, ids);
    if (!parsed.ok) return parsed;
    const details: NicheDetail[] = [];
    const figures = new Map<string, MarketFigures>();
    for (const id of new Set(parsed.value)) {
      const niche = this.#readable(principal, id);
      if (!niche.ok) return niche;
      const detail = await niche.value.detail(principal);
      if (!detail.ok) return detail;
      details.push(detail.value);
      const found = await this.marketFigures(principal, id);
      if (!found.ok) return found;
      figures.set(id, found.value);
    }
    return comparisonOf(details, weightedBy(await readWeights(this.#db, principal.organisation)), figures);
  }

  async comparisonReport(principal: Principal, ids: string[], format: ComparisonFormat): Promise<Result<string>> {
    const compared = await this.compare(principal, ids);
    if (!compared.ok) return compared;
    if (format === "csv") return ok(comparisonCsv(compared.value));
    const file = comparisonFile(format, compared.value);
    const evidence: Evidence[] = [];
    for (const { nicheId } of compared.value.ranked) {
      const origins = await this.#actor(principal, nicheId).origins(principal, file.named);
      if (!origins.ok) return origins;
      evidence.push(...origins.value);
    }
    return ok(file.written(evidence));
  }

  async weights(principal: Principal): Promise<Result<OpportunityWeights>> {
    const allowed = authorize(principal, "niches:read");
    return allowed.ok ? ok(await readWeights(this.#db, principal.organisation)) : allowed;
  }

  async setWeights(principal: Principal, request: SetWeightsRequest): Promise<Result<OpportunityWeights>> {
    const allowed = authorize(principal, "niches:write");
    if (!allowed.ok) return allowed;
    const input = parse(setWeightsRequestSchema, request);
    if (!input.ok) return input;
    const set = await setWeights(this.#db, principal, input.value);
    this.ctx.waitUntil(drainOutbox(this.#db, this.env.EVENTS, Date.now()));
    return set;
  }

  async marketSize(principal: Principal, request: MarketSizeRequest): Promise<Result<MarketSize>> {
    const allowed = authorize(principal, "niches:read");
    if (!allowed.ok) return allowed;
    const input = parse(marketSizeRequestSchema, request);
    return input.ok ? marketSize(input.value) : input;
  }

  /** A discovered niche: as it is, or, until its actor has been told, as it will be. */
  async #child(
    principal: Principal,
    parentId: string,
    { childId, name, evidence }: DiscoveryStarted["children"][number],
  ): Promise<NicheSummary> {
    const known = await this.#shown(principal, await this.#actor(principal, childId).detail(principal));
    if (known.ok) return nicheSummarySchema.parse(known.value);
    const now = new Date().toISOString();
    const work = { status: "queued" as const, progress: { done: 0, total: evidence, unit: "texts" } };
    return { id: childId, name, parentId, work, evidenceCount: 0, themeCount: 0, topThemes: [], createdAt: now, updatedAt: now };
  }

  async #list(principal: Principal, page: z.input<typeof pageQuerySchema>, parentId?: string): Promise<Result<Page<NicheSummary>>> {
    const allowed = authorize(principal, "niches:read");
    if (!allowed.ok) return allowed;
    const query = parse<PageQuery>(pageQuerySchema, page);
    if (!query.ok) return query;
    const weights = await readWeights(this.#db, principal.organisation);
    return listNiches(this.#db, principal.organisation, query.value, weightedBy(weights), parentId);
  }

  /** Scored by the weights of the organisation. */
  async #shown(principal: Principal, detail: Result<NicheDetail>): Promise<Result<NicheDetail>> {
    if (!detail.ok || !detail.value.opportunity) return detail;
    return ok(shownNiche(detail.value, weightedBy(await readWeights(this.#db, principal.organisation))));
  }

  #readable(principal: Principal, id: string): Result<DurableObjectStub<Niche>> {
    const allowed = authorize(principal, "niches:read");
    if (!allowed.ok) return allowed;
    return isId("niche", id) ? ok(this.#actor(principal, id)) : err("not_found", `There is no niche ${id}.`);
  }

  /** The niche that a command speaks of, once principal and input are found good. */
  async #existing<Input extends { nicheId: string; commandId: string }>(
    principal: Principal,
    scope: Scope,
    schema: z.ZodType<Input>,
    request: unknown,
  ): Promise<Result<{ niche: DurableObjectStub<Niche>; input: Input; envelope: CommandEnvelope }>> {
    const allowed = authorize(principal, scope);
    if (!allowed.ok) return allowed;
    const parsed = parse(schema, request);
    if (!parsed.ok) return parsed;
    const { nicheId, commandId } = parsed.value;
    const niche = this.#actor(principal, nicheId);
    const known = await niche.view(principal);
    if (!known.ok) return known;
    return ok({ niche, input: parsed.value, envelope: envelopeOf(principal, nicheId, commandId) });
  }

  #actor(principal: Principal, nicheId: string): DurableObjectStub<Niche> {
    return this.env.NICHE.getByName(actorName(principal.organisation, nicheId));
  }

  get #db(): DrizzleD1Database {
    return drizzle(this.env.NICHE_ANALYSIS_DB);
  }
}

function envelopeOf(principal: Principal, actorId: string, id: string): CommandEnvelope {
  return { id, principal, organisation: principal.organisation, actorId };
}
