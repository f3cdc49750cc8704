/** The state of a niche: small, without texts, vectors or lists of members, which are rows beside the log. */
import type { AnalysisResumed, CompetitorsMatched, FoundTheme } from "../../contracts/events/niche-analysis.ts";
import type {
  Demand,
  ImportReport,
  KeptMarketSize,
  KeptOverride,
  LevelReading,
  Market,
  MarketTable,
  Opportunity,
  ThemeFinding,
} from "../../contracts/services/niche-analysis.ts";
import { unknownMarket } from "../../contracts/services/niche-opportunity.ts";
import type { DerivedChild } from "./commands.ts";
import type { NicheEvent } from "./events.ts";
import { marketChange } from "./market-state.ts";
import { isSourceEvent, sourcesAfter, type Sources } from "./sources/state.ts";

/** Reports kept in the state; older ones stay in the log. */
const keptReports = 20;

export interface NicheState extends Sources {
  /** Empty before the niche is created. */
  id: string;
  name: string;
  parentId: string | undefined;
  market: Market;
  evidenceCount: number;
  /** Occurrences of its texts beyond the first of each. */
  copyCount: number;
  imports: ImportReport[];
  /** Analyses started so far. */
  analyses: number;
  analysis: AnalysisState | undefined;
  finding: ThemeFinding | undefined;
  demand: Demand | undefined;
  /** Names the rows that hold the themes with their members and quotes. */
  themesBatch: string | undefined;
  themes: FoundTheme[];
  /** Names the rows that hold the themes of an analysis before anybody changed them. */
  found: { analysisId: string; batch: string } | undefined;
  /** Changes that people made to the themes, in their order. */
  overrides: KeptOverride[];
  /** Ids of those that the themes were last arranged by. */
  arrangedBy: string[];
  /** Changes made so far, those taken back included. */
  overridesMade: number;
  /** Rises with every change that is made or taken back. */
  revision: number;
  opportunity: Opportunity | undefined;
  /** Tables of the market, the latest of its kind last. */
  marketTables: MarketTable[];
  /** How often it had to be counted anew who names which competitor, and what the latest count found; undefined while it is under way. */
  matchings: number;
  gaps: ({ tableId: string; batch: string } & Pick<CompetitorsMatched, "texts" | "mentions" | "order" | "aspectsBatchId">) | undefined;
  marketSize: KeptMarketSize | undefined;
  /** How hard the competition is, as the latest table of competitors tells. */
  competition?: LevelReading | undefined;
  discoveries: number;
  discovery: DiscoveryState | undefined;
  childIds: string[];
  /** Epoch milliseconds. */
  createdAt: number;
  updatedAt: number;
}

export type AnalysisPhase = "prepare" | "embed" | "themes" | "succeeded" | "failed";

export interface AnalysisState {
  id: string;
  seed: number;
  /** Absent where none was asked for. */
  outlierShare?: number | undefined;
  phase: AnalysisPhase;
  /** Rows of the niche at its start: later ones are not part of it. */
  through: number;
  /** Copies of the niche at its start, of which the same is true. */
  copiesThrough: number;
  evidence: number;
  model: string | undefined;
  /** Rows with a vector, of `evidence`. */
  embedded: number;
  /** Calls to the model that the analysis takes, and those still to be answered. */
  chunks: number;
  chunksLeft: number;
  /** Why it failed. */
  reason: string | undefined;
  /** How often it was resumed after a failure. */
  resumed: number;
}

export interface DiscoveryState {
  id: string;
  /** The analysis whose themes were grouped. */
  analysisId: string;
  children: DerivedChild[];
  derived: string[];
  failed: number;
  reason: string | undefined;
}

export function initialNiche(): NicheState {
  return {
    id: "",
    name: "",
    parentId: undefined,
    market: unknownMarket,
    evidenceCount: 0,
    copyCount: 0,
    imports: [],
    analyses: 0,
    analysis: undefined,
    finding: undefined,
    demand: undefined,
    themesBatch: undefined,
    themes: [],
    found: undefined,
    overrides: [],
    arrangedBy: [],
    overridesMade: 0,
    revision: 0,
    opportunity: undefined,
    marketTables: [],
    matchings: 0,
    gaps: undefined,
    marketSize: undefined,
    discoveries: 0,
    discovery: undefined,
    childIds: [],
    sources: [],
    sourcesAdded: 0,
    createdAt: 0,
    updatedAt: 0,
  };
}

/** True while an analysis or a discovery has effects under way. */
export function isBusy(state: NicheState): boolean {
  return isAnalysing(state.analysis) || isDiscovering(state.discovery);
}

export function isAnalysing(analysis: AnalysisState | undefined): analysis is AnalysisState {
  return analysis !== undefined && analysis.phase !== "succeeded" && analysis.phase !== "failed";
}

export function isDiscovering(discovery: DiscoveryState | undefined): boolean {
  return discovery !== undefined && discovery.derived.length + discovery.failed < discovery.children.length;
}

export function evolve(state: NicheState, event: NicheEvent, { time }: { time: number }): NicheState {
  // That a source was looked at changes nothing about the niche; what it brought does, by an event of its own.
  return { ...state, ...change(state, event, time), updatedAt: isSourceEvent(event) ? state.updatedAt : time };
}

function change(state: NicheState, event: NicheEvent, time: number): Partial<NicheState> {
  if (isSourceEvent(event)) return sourcesAfter(state, event, time);
  switch (event.type) {
    case "niche.created": {
      const { nicheId, name, market, parentId } = event.data;
      return { id: nicheId, name, market, parentId, createdAt: time };
    }
    case "evidence.imported":
      return { ...arrived(state, event.data), imports: [...state.imports, event.data.report].slice(-keptReports) };
    case "import.advanced":
    case "evidence.inherited":
      return arrived(state, event.data);
    // How far an upload is stands beside the log.
    case "import.started":
    case "import.failed":
    case "import.cancelled":
      return {};
    case "market.assumed":
      return { market: event.data.market };
    case "themes.overridden": {
      const { overriddenBy: _, ...kept } = event.data;
      return { overrides: [...state.overrides, kept], overridesMade: state.overridesMade + 1, ...revised(state) };
    }
    case "override.withdrawn":
      return { overrides: state.overrides.filter(({ id }) => id !== event.data.overrideId), ...revised(state) };
    case "market-table.imported":
    case "market-table.removed":
    case "competitors.matched":
    case "market.sized":
      return marketChange(state, event);
    case "discovery.started": {
      const { discoveryId, children } = event.data;
      const fresh = { analysisId: state.analysis?.id ?? "", derived: [], failed: 0, reason: undefined };
      return { discoveries: state.discoveries + 1, discovery: { id: discoveryId, children, ...fresh } };
    }
    case "niche.derived":
      return derive(state, event.data.discoveryId, event.data.childId);
    case "analysis.failed":
      return event.data.step === "discover"
        ? { discovery: state.discovery && { ...state.discovery, failed: state.discovery.failed + 1, reason: event.data.fault.detail } }
        : advance(state, { phase: "failed", reason: event.data.fault.detail });
    case "analysis.resumed":
      return resume(state, event.data);
    default:
      return analysed(state, event);
  }
}

function arrived(state: NicheState, { total, copies }: { total: number; copies?: { total: number } | undefined }): Partial<NicheState> {
  return { evidenceCount: total, copyCount: copies?.total ?? state.copyCount };
}

type AnalysisEvent = Extract<
  NicheEvent,
  { type: "analysis.started" | "analysis.prepared" | "evidence.embedded" | "themes.found" | "opportunity.scored" }
>;

function analysed(state: NicheState, event: AnalysisEvent): Partial<NicheState> {
  switch (event.type) {
    case "analysis.started": {
      const { analysisId, seed, evidence, outlierShare } = event.data;
      const fresh = {
        phase: "prepare" as const,
        through: state.evidenceCount,
        copiesThrough: state.copyCount,
        model: undefined,
        embedded: 0,
        chunks: 0,
        chunksLeft: 0,
        reason: undefined,
        resumed: 0,
      };
      const asked = outlierShare === undefined ? {} : { outlierShare };
      return { analyses: state.analyses + 1, analysis: { id: analysisId, seed, evidence, ...asked, ...fresh } };
    }
    case "analysis.prepared": {
      const { model, done, total, chunks } = event.data;
      return advance(state, { phase: done === total ? "themes" : "embed", model, embedded: done, chunks, chunksLeft: chunks });
    }
    case "evidence.embedded": {
      const { done, total, chunksLeft = state.analysis?.chunksLeft ?? 0 } = event.data;
      return advance(state, { phase: done === total ? "themes" : "embed", embedded: done, chunksLeft });
    }
    case "themes.found": {
      const { analysisId, finding, themes, batchId, foundBatchId, demand } = event.data;
      const found = foundBatchId === undefined ? undefined : { analysisId, batch: foundBatchId };
      const counting = { matchings: state.matchings + 1, gaps: undefined };
      return { finding, themes, themesBatch: batchId, found, demand, arrangedBy: state.overrides.map(({ id }) => id), ...counting };
    }
    case "opportunity.scored":
      return {
        opportunity: event.data.opportunity,
        ...(event.data.analysisId === undefined ? {} : advance(state, { phase: "succeeded" })),
      };
  }
}

/** The last step of a finished analysis is done again with the changes as they are now. */
function revised(state: NicheState): Partial<NicheState> {
  return { revision: state.revision + 1, ...(state.analysis?.phase === "succeeded" ? advance(state, { phase: "themes" }) : {}) };
}

function advance(state: NicheState, to: Partial<AnalysisState>): Partial<NicheState> {
  return { analysis: state.analysis && { ...state.analysis, ...to } };
}

function resume({ analysis, discovery }: NicheState, { step, failed }: AnalysisResumed): Partial<NicheState> {
  if (step !== "discover") return { analysis: analysis && { ...analysis, phase: step, reason: undefined, resumed: analysis.resumed + 1 } };
  return { discovery: discovery && { ...discovery, failed, reason: failed === 0 ? undefined : discovery.reason } };
}

function derive(state: NicheState, discoveryId: string, childId: string): Partial<NicheState> {
  const childIds = state.childIds.includes(childId) ? state.childIds : [...state.childIds, childId];
  const discovery = state.discovery;
  return discovery?.id === discoveryId ? { childIds, discovery: { ...discovery, derived: [...discovery.derived, childId] } } : { childIds };
}
