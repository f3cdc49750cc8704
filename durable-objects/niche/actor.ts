/** A niche: a market under study, with its own evidence, analyses and score. One actor each, named `organisation/nch_…`. */
import type { CommandEnvelope } from "../../contracts/actor.ts";
import { discoveryStartedSchema } from "../../contracts/events/niche-analysis.ts";
import type { Page, PageQuery } from "../../contracts/page.ts";
import type { Principal } from "../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../contracts/result.ts";
import {
  keptOverrideSchema,
  marketTableSchema,
  type Evidence,
  type EvidenceFilter,
  type ImportReport,
  type ListedOverride,
  type MarketRowsPage,
  type MarketTable,
  type MarketTableKind,
  type NicheDetail,
  type NicheSource,
  type Override,
  type PartAnswer,
  type Segments,
  type SourceAction,
  type SourceSettings,
  type Theme,
  type Upload,
  type UploadSettings,
} from "../../contracts/services/niche-analysis.ts";
import { evidenceDigest } from "../../workers/niche-analysis/domain/import/evidence-reader.ts";
import type { TakenRow } from "../../workers/niche-analysis/domain/import/occurrence.ts";
import type { MarketPieces } from "../../workers/niche-analysis/domain/market/market-figures.ts";
import { readForQuotation } from "../../workers/niche-analysis/domain/report/quotation.ts";
import { actor } from "../kernel/actor.ts";
import { childrenOf } from "./children.ts";
import type { DerivedChild, NicheCommand } from "./commands.ts";
import { nicheDecider } from "./decider.ts";
import { detailOf } from "./detail.ts";
import { effectFailed, effectRedriven, nicheEffects } from "./effects.ts";
import type { NicheEnv } from "./env.ts";
import type { NicheEvent } from "./events.ts";
import { nicheFork } from "./fork.ts";
import { ImportDesk } from "./import-desk.ts";
import { listedOverrides } from "./listed-overrides.ts";
import { writeFigures, type KeptFigures } from "./kept-figures.ts";
import { marketDesk } from "./market-desk.ts";
import { writeMarketPieces } from "./market-rows.ts";
import { evidenceById, nicheBackup, nicheTables, pageOfEvidence } from "./rows.ts";
import { sampleIds, writeVectors } from "./sample.ts";
import { segmentsIn } from "./segments.ts";
import { UploadDesk } from "./uploads/desk.ts";
import { listedSource, namedSourceSchema } from "./sources/listed-source.ts";
import { fetchAttempts } from "./sources/plan.ts";
import { forgetSource } from "./sources/rows.ts";
import { usableSource } from "./sources/settings.ts";
import type { NicheState } from "./state.ts";
import { readThemes } from "./theme-rows.ts";
import { workOf } from "./work.ts";

export class Niche extends actor<NicheEnv, NicheState, NicheCommand, NicheEvent>({
  kind: "niche",
  source: "/niche-analysis",
  queue: (env) => env.EVENTS,
  authority: (env) => env.AUTH,
  // Whoever opened an upload may be gone when it is tidied.
  housekeeping: ["tidy"],
  decider: nicheDecider,
  effects: nicheEffects,
  onEffectFailed: effectFailed,
  onEffectRedriven: effectRedriven,
  lanes: {
    prepare: { concurrency: 1 },
    embed: { concurrency: 4 },
    themes: { concurrency: 1 },
    derive: { concurrency: 2 },
    match: { concurrency: 1 },
    // Its own fetches one after the other; before a host they queue with those of all niches.
    fetch: { concurrency: 1 },
    // Each holds the ids of its rows.
    read: { concurrency: 1 },
  },
  // About six minutes: a node that restarts, again and again even, or is being joined is back by then, and nobody has to press the button again.
  retries: {
    prepare: { maxAttempts: 20, baseMs: 500 },
    embed: { maxAttempts: 20, baseMs: 500 },
    themes: { maxAttempts: 2 },
    match: { maxAttempts: 2 },
    read: { maxAttempts: 20, baseMs: 500 },
    fetch: { maxAttempts: fetchAttempts, baseMs: 5_000, maxMs: 60_000 },
  },
  tables: nicheTables,
  backup: nicheBackup,
  fork: nicheFork,
  // 2: how often an analysis was resumed. 3: changes that people made to themes. 4: calls to the model that are left. 5: copies, tables of the market, sources.
  stateShape: 5,
  present: (state) => ({ ...state, work: workOf(state) }),
  follow: "niches:read",
}) {
  get #sql(): SqlStorage {
    return this.ctx.storage.sql;
  }

  readonly #imports = new ImportDesk({
    sql: this.#sql,
    counts: () => this.log.current.state,
    turn: (envelope, command, write, request) => this.turn(envelope, command, write, request),
  });

  /** Takes one part of an import. Nothing of it counts before `finishImport`. Sending a part again replaces it. */
  async stage(principal: Principal, { staging, part, rows }: { staging: string; part: number; rows: TakenRow[] }): Promise<Result<true>> {
    const known = await this.view(principal);
    return known.ok ? this.#imports.stage(staging, part, rows) : known;
  }

  /** Makes the staged rows evidence. Answers the report, in which rows that the niche had already count as duplicates. */
  async finishImport(
    envelope: CommandEnvelope,
    { staging, report }: { staging: string; report: ImportReport },
  ): Promise<Result<ImportReport> & { replayed?: boolean }> {
    return this.#imports.finish(envelope, staging, report);
  }

  /** Drops the parts of an import that will not be finished. */
  async discardImport(principal: Principal, staging: string): Promise<Result<true>> {
    const known = await this.view(principal);
    return known.ok ? this.#imports.discard(staging) : known;
  }

  readonly #uploads = new UploadDesk({
    storage: this.ctx.storage,
    turn: (envelope, command, write, request) => this.turn(envelope, command, write, request),
  });

  /** Opens an upload. `conflict` with three under way. */
  async openUpload(envelope: CommandEnvelope, settings: UploadSettings): Promise<Result<Upload>> {
    return this.#uploads.open(envelope, settings);
  }

  /** Takes a part of an upload; with the last one it is read. */
  async receivePart(
    envelope: CommandEnvelope,
    { uploadId, offset, bytes }: { uploadId: string; offset: number; bytes: ArrayBuffer },
  ): Promise<Result<PartAnswer>> {
    const known = await this.view(envelope.principal);
    return known.ok ? this.#uploads.receive(envelope, uploadId, offset, new Uint8Array(bytes)) : known;
  }

  async uploads(principal: Principal): Promise<Result<Upload[]>> {
    const known = await this.view(principal);
    return known.ok ? ok(this.#uploads.list()) : known;
  }

  async upload(principal: Principal, uploadId: string): Promise<Result<Upload>> {
    const known = await this.view(principal);
    return known.ok ? this.#uploads.one(uploadId) : known;
  }

  async removeUpload(envelope: CommandEnvelope, uploadId: string): Promise<Result<true>> {
    return this.#uploads.remove(envelope, uploadId);
  }

  /** Vectors that another niche has computed for rows handed over here. */
  async receiveVectors(
    principal: Principal,
    { ids, model, vectors }: { ids: string[]; model: string; vectors: Float32Array },
  ): Promise<Result<true>> {
    const known = await this.view(principal);
    if (!known.ok) return known;
    writeVectors(this.#sql, ids, model, vectors);
    return ok(true);
  }

  /** Makes the staged rows, copied from the niche `parentId`, evidence. */
  async inherit(
    envelope: CommandEnvelope,
    { staging, ...from }: { staging: string; parentId: string; themeIds: string[] },
  ): Promise<Result<{ added: number }>> {
    return this.#imports.inherit(envelope, staging, from);
  }

  /** Starts an analysis of what is there now. `outlierShare`: of the texts, how many may stay outside all themes. */
  async analyse(envelope: CommandEnvelope, seed: number, outlierShare?: number): Promise<Result<{ version: number }>> {
    const ids = sampleIds(this.#sql, this.log.current.state.evidenceCount);
    const asked = { seed, ...(outlierShare !== undefined && { outlierShare }) };
    const command: NicheCommand = { type: "analyse", ...asked, evidence: ids.length, evidenceDigest: evidenceDigest(ids) };
    const receipt = this.turn(envelope, command, undefined, { analyse: asked });
    return receipt.ok ? ok({ version: receipt.value.version }) : receipt;
  }

  /** Keeps a change of the themes. Answers it as it is then: its themes follow, or show it with the next analysis. */
  async override(envelope: CommandEnvelope, change: Override): Promise<Result<ListedOverride>> {
    const ids = "evidenceIds" in change ? change.evidenceIds : [];
    const here = new Set(evidenceById(this.#sql, ids, 0).map(({ id }) => id));
    const unknown = ids.find((id) => !here.has(id));
    if (unknown !== undefined) return err("not_found", `This niche has no evidence ${unknown}.`);
    const receipt = this.turn(envelope, { type: "override", override: change }, undefined, { override: change });
    if (!receipt.ok) return receipt;
    const kept = parse(keptOverrideSchema, receipt.value.value);
    return kept.ok ? ok({ ...kept.value, status: "pending" }) : kept;
  }

  async overrides(principal: Principal): Promise<Result<ListedOverride[]>> {
    const known = await this.view(principal);
    return known.ok ? ok(listedOverrides(this.log.current.state)) : known;
  }

  /** Keeps a table of the market, whose rows come as pieces. */
  async importMarketTable(
    envelope: CommandEnvelope,
    { table, pieces }: { table: MarketTable; pieces: string[] },
  ): Promise<Result<MarketTable> & { replayed?: boolean }> {
    const command: NicheCommand = { type: "import-table", table };
    const request = { marketTable: table.id, fileName: table.fileName };
    const receipt = this.turn(envelope, command, (sql) => writeMarketPieces(sql, table.id, pieces), request);
    return receipt.ok ? { ...parse(marketTableSchema, receipt.value.value), replayed: receipt.value.replayed } : receipt;
  }

  async marketTables(principal: Principal): Promise<Result<MarketTable[]>> {
    const known = await this.view(principal);
    return known.ok ? ok(this.log.current.state.marketTables) : known;
  }

  async marketRows(principal: Principal, tableId: string, page: PageQuery): Promise<Result<MarketRowsPage>> {
    const known = await this.view(principal);
    return known.ok ? marketDesk(this.#sql, this.log.current.state).page(tableId, page) : known;
  }

  /** All that figures are made of: the latest table of each kind with its rows or its kept figures, and the matrix of complaints, as pieces. */
  async market(principal: Principal, edition: string, anew?: MarketTableKind): Promise<Result<MarketPieces>> {
    const known = await this.view(principal);
    return known.ok ? ok(marketDesk(this.#sql, this.log.current.state).pieces(edition, anew)) : known;
  }

  /** Keeps figures that were computed from a table, so that they are computed once. They follow from its rows: nothing happened to the niche. */
  async keepFigures(principal: Principal, kept: KeptFigures): Promise<Result<null>> {
    const known = await this.view(principal);
    if (!known.ok) return known;
    // A table that was removed meanwhile has no figures to be read.
    if (this.log.current.state.marketTables.some(({ id }) => id === kept.tableId)) writeFigures(this.#sql, kept);
    return ok(null);
  }

  /** Adds a source and fetches from it. */
  async addSource(envelope: CommandEnvelope, settings: SourceSettings): Promise<Result<NicheSource>> {
    const usable = usableSource(this.env, envelope.organisation, settings);
    if (!usable.ok) return usable;
    const receipt = this.turn(envelope, { type: "add-source", settings: usable.value }, undefined, { addSource: settings });
    return receipt.ok ? this.#source(receipt.value.value) : receipt;
  }

  /** Pauses, resumes, fetches now or removes a source; answers it as it is then, a removed one as it was. */
  async controlSource(envelope: CommandEnvelope, sourceId: string, action: SourceAction): Promise<Result<NicheSource>> {
    const before = this.log.current.state;
    const stops = action === "pause" || action === "remove";
    const write = stops ? (sql: SqlStorage) => forgetSource(sql, sourceId) : undefined;
    const receipt = this.turn(envelope, { type: `${action}-source`, sourceId }, write, { controlSource: { sourceId, action } });
    return receipt.ok ? this.#source(receipt.value.value, before) : receipt;
  }

  async sources(principal: Principal): Promise<Result<NicheSource[]>> {
    const known = await this.view(principal);
    return known.ok ? ok(this.log.current.state.sources.map(listedSource)) : known;
  }

  /** The source that a turn answered with; where it is gone, as it was `before`. */
  #source(answered: unknown, before: NicheState = this.log.current.state): Result<NicheSource> {
    const { id } = namedSourceSchema.parse(answered);
    const is = ({ sources }: NicheState) => sources.find((source) => source.id === id);
    const source = is(this.log.current.state) ?? is(before);
    return source ? ok(listedSource(source)) : err("not_found", `The source ${id} was removed.`);
  }

  /** Starts a discovery; answers all niches that the themes fall apart into, those of earlier discoveries included. */
  async discover(envelope: CommandEnvelope): Promise<Result<DerivedChild[]>> {
    const { id, themesBatch, analysis } = this.log.current.state;
    const children: DerivedChild[] =
      themesBatch === undefined || analysis?.model === undefined
        ? []
        : childrenOf(this.#sql, { parentId: id, themesBatch, model: analysis.model, copiesThrough: analysis.copiesThrough });
    const receipt = this.turn(envelope, { type: "discover", children }, undefined, { discover: id });
    return receipt.ok ? parse(discoveryStartedSchema.shape.children, receipt.value.value) : receipt;
  }

  async detail(principal: Principal): Promise<Result<NicheDetail>> {
    const known = await this.view(principal);
    if (!known.ok) return known;
    const { state, version } = this.log.current;
    return ok(detailOf(this.#sql, state, version));
  }

  async themes(principal: Principal): Promise<Result<Theme[]>> {
    const known = await this.view(principal);
    if (!known.ok) return known;
    const { themesBatch } = this.log.current.state;
    return ok(themesBatch === undefined ? [] : readThemes(this.#sql, themesBatch));
  }

  /** Kept until the niche changes: of 100,000 texts they take a second. */
  #segments: { version: number; value: Segments } | undefined;

  async segments(principal: Principal): Promise<Result<Segments>> {
    const known = await this.view(principal);
    if (!known.ok) return known;
    const { state, version } = this.log.current;
    if (this.#segments?.version !== version) this.#segments = { version, value: segmentsIn(this.#sql, state) };
    return ok(this.#segments.value);
  }

  async evidence(principal: Principal, ids: string[]): Promise<Result<Evidence[]>> {
    const known = await this.view(principal);
    return known.ok ? ok(evidenceById(this.#sql, ids)) : known;
  }

  /** Where these texts come from: evidence with as much of its `text` as a report quotes, however many there are. */
  async origins(principal: Principal, ids: string[]): Promise<Result<Evidence[]>> {
    const known = await this.view(principal);
    return known.ok ? ok(evidenceById(this.#sql, ids, readForQuotation)) : known;
  }

  /** Evidence in the order of its arrival, all or what the filter leaves. */
  async evidencePage(principal: Principal, page: PageQuery, { from, to, themeId }: EvidenceFilter = {}): Promise<Result<Page<Evidence>>> {
    const known = await this.view(principal);
    if (!known.ok) return known;
    const months = from === undefined && to === undefined ? undefined : { from, to };
    if (themeId === undefined) return pageOfEvidence(this.#sql, page, { months });
    const { themesBatch } = this.log.current.state;
    const theme = themesBatch === undefined ? undefined : readThemes(this.#sql, themesBatch).find(({ id }) => id === themeId);
    if (!theme) return err("not_found", `This niche has no theme ${themeId}.`);
    return pageOfEvidence(this.#sql, page, { months, ids: theme.evidenceIds });
  }
}
