/** Events that the niche-analysis service writes. Subject: `niche/organisation/id`. None holds a text of the evidence. */
import * as z from "zod";
import { faultSchema } from "../result.ts";
import { demandSchema } from "../services/niche-demand.ts";
import { importReportSchema } from "../services/niche-evidence.ts";
import { keptMarketSizeSchema } from "../services/niche-market-figures.ts";
import { marketTableSchema } from "../services/niche-market-tables.ts";
import { levelReadingSchema, marketSchema, opportunitySchema } from "../services/niche-opportunity.ts";
import { keptOverrideSchema } from "../services/niche-overrides.ts";
import {
  fetchCursorSchema,
  fetchedCountsSchema,
  pauseReasons,
  sourceErrorSchema,
  sourceSettingsSchema,
} from "../services/niche-sources.ts";
import { themeFindingSchema, themeSummarySchema } from "../services/niche-themes.ts";
import type { EventCatalogue } from "./event-catalogue.ts";

export const nicheCreatedSchema = z.object({
  nicheId: z.string(),
  name: z.string(),
  market: marketSchema,
  /** Of a discovered niche. */
  parentId: z.string().optional(),
  createdBy: z.string(),
});
export type NicheCreated = z.infer<typeof nicheCreatedSchema>;

/** Occurrences of texts beyond their first. Absent in events of before they were kept, and where a niche has none. */
const copiesSchema = z.object({ added: z.int().min(0), total: z.int().min(0) }).optional();

/** Rows of one file were appended. `batchId` names them beside the log; the report carries their digest and counts. */
export const evidenceImportedSchema = z.object({
  batchId: z.string(),
  /** Rows that this niche did not have before. */
  added: z.int().min(0),
  /** Rows of the niche afterwards. */
  total: z.int().min(0),
  copies: copiesSchema,
  report: importReportSchema,
});
export type EvidenceImported = z.infer<typeof evidenceImportedSchema>;

/** All bytes of an upload are here, and its rows are being read; `evidence.imported` follows, or `import.failed` or `import.cancelled`. */
export const importStartedSchema = z.object({ uploadId: z.string(), fileName: z.string(), bytes: z.int().min(1), startedBy: z.string() });
export type ImportStarted = z.infer<typeof importStartedSchema>;

/** Some of a long upload's rows became evidence, and the rest follows; what `evidence.imported` adds in the end includes them. */
export const importAdvancedSchema = evidenceImportedSchema
  .pick({ added: true, total: true, copies: true })
  .extend({ uploadId: z.string() });
export type ImportAdvanced = z.infer<typeof importAdvancedSchema>;

/** Nothing of the upload was kept but what `import.advanced` told. */
export const importFailedSchema = z.object({ uploadId: z.string(), fault: faultSchema });
export type ImportFailed = z.infer<typeof importFailedSchema>;

/** Somebody gave an upload up while it was read; nothing of it was kept but what `import.advanced` told. */
export const importCancelledSchema = z.object({ uploadId: z.string(), cancelledBy: z.string() });
export type ImportCancelled = z.infer<typeof importCancelledSchema>;

/** Rows and their vectors were copied from the niche that this one was discovered in. */
export const evidenceInheritedSchema = z.object({
  batchId: z.string(),
  parentId: z.string(),
  /** Themes of the parent that they belong to. */
  themeIds: z.array(z.string()),
  added: z.int().min(0),
  total: z.int().min(0),
  copies: copiesSchema,
  /** SHA-256 over the ids in canonical order. */
  evidenceDigest: z.string(),
});
export type EvidenceInherited = z.infer<typeof evidenceInheritedSchema>;

export const analysisStartedSchema = z.object({
  analysisId: z.string(),
  seed: z.int(),
  /** Share of the texts that may stay outside all themes; absent where none was asked for. */
  outlierShare: z.number().min(0).max(1).optional(),
  /** Rows analysed: those imported before this event, in canonical order, up to the limit of an analysis. */
  evidence: z.int().min(0),
  /** SHA-256 over the ids in canonical order: what exactly is analysed. */
  evidenceDigest: z.string(),
});
export type AnalysisStarted = z.infer<typeof analysisStartedSchema>;

/** The model is known, and with it how many rows still lack a vector of it. */
export const analysisPreparedSchema = z.object({
  analysisId: z.string(),
  /** name@version. */
  model: z.string(),
  dimensions: z.int().min(1),
  /** Rows that have a vector already, of those analysed. */
  done: z.int().min(0),
  total: z.int().min(0),
  /** Calls to the model that the rest takes. */
  chunks: z.int().min(0),
});
export type AnalysisPrepared = z.infer<typeof analysisPreparedSchema>;

/** More rows have their vectors. Written at most about fifty times in an analysis, and once when the last row has its vector. */
export const evidenceEmbeddedSchema = z.object({
  analysisId: z.string(),
  done: z.int().min(0),
  total: z.int().min(0),
  model: z.string(),
  /** The node that computed the latest chunk; absent when a crash came between its vectors and this event. */
  nodeId: z.string().optional(),
  /** Calls to the model that are still to be answered; absent where it was not counted yet. */
  chunksLeft: z.int().min(0).optional(),
});
export type EvidenceEmbedded = z.infer<typeof evidenceEmbeddedSchema>;

/** A theme as the log keeps it: quotes by evidence id only, at most three; no list of members, no needs, no monthly counts, none of what is derived from these. */
export const foundThemeSchema = themeSummarySchema
  .omit({ quotes: true, demand: true, needs: true, sureness: true, outcome: true, stabilityInterval: true, coherence: true })
  .extend({ quoteIds: z.array(z.string()).max(3) });
export type FoundTheme = z.infer<typeof foundThemeSchema>;

/** At most 80 themes of about 1 KB: the event stays under 100 KB. */
export const maxThemes = 80;

/** Written again for the same analysis when people changed its themes. */
export const themesFoundSchema = z.object({
  analysisId: z.string(),
  /** Names the stored full themes (members and quotes) beside the log. */
  batchId: z.string(),
  /** Names what is stored of the themes before anybody changed them; absent in events of before they could be. */
  foundBatchId: z.string().optional(),
  finding: themeFindingSchema,
  themes: z.array(foundThemeSchema).max(maxThemes),
  /** Of the niche as a whole; absent in events of before this was counted. */
  demand: demandSchema.optional(),
});
export type ThemesFound = z.infer<typeof themesFoundSchema>;

export const opportunityScoredSchema = z.object({
  /** Absent when only an assumption changed. */
  analysisId: z.string().optional(),
  opportunity: opportunitySchema,
});
export type OpportunityScored = z.infer<typeof opportunityScoredSchema>;

export const marketAssumedSchema = z.object({ market: marketSchema, assumedBy: z.string() });
export type MarketAssumed = z.infer<typeof marketAssumedSchema>;

/** Somebody renamed, merged or split themes, or moved texts between them; `themes.found` with the result follows. */
export const themesOverriddenSchema = keptOverrideSchema.extend({ overriddenBy: z.string() });
export type ThemesOverridden = z.infer<typeof themesOverriddenSchema>;

/** Such a change was taken back. */
export const overrideWithdrawnSchema = z.object({ overrideId: z.string(), withdrawnBy: z.string() });
export type OverrideWithdrawn = z.infer<typeof overrideWithdrawnSchema>;

/** A table of the market was kept; its rows lie beside the log under the table's id, which is the digest of them. */
export const marketTableImportedSchema = z.object({ table: marketTableSchema, importedBy: z.string() });
export type MarketTableImported = z.infer<typeof marketTableImportedSchema>;

/** The niche's market goes without it from here on. */
export const marketTableRemovedSchema = z.object({ tableId: z.string(), removedBy: z.string() });
export type MarketTableRemoved = z.infer<typeof marketTableRemovedSchema>;

/** It was counted who complains of which competitor in which theme; the matrix lies beside the log as `batchId`. */
export const competitorsMatchedSchema = z.object({
  tableId: z.string(),
  themesBatch: z.string(),
  batchId: z.string(),
  /** Texts that were read, and those that name a competitor. */
  texts: z.int().min(0),
  mentions: z.int().min(0),
  /** The competitors of the matrix, those whom most people name first, and its leaders; absent before they were kept. */
  order: z.object({ competitors: z.array(z.string()).max(30), leaders: z.array(z.string()) }).optional(),
  /** Names what lies beside the log of what people praise and complain about; absent before that was counted. */
  aspectsBatchId: z.string().optional(),
  /** The level of competition as the table and the matrix tell it; absent where the table has no sizes, and before it was read. */
  competition: levelReadingSchema.optional(),
});
export type CompetitorsMatched = z.infer<typeof competitorsMatchedSchema>;

/** Somebody stated what the market's size is made of; the size that follows is kept with it. */
export const marketSizedSchema = keptMarketSizeSchema.extend({ sizedBy: z.string() });
export type MarketSized = z.infer<typeof marketSizedSchema>;

/** Groups of the themes were chosen to become niches; each one's `niche.derived` follows once it stands. */
export const discoveryStartedSchema = z.object({
  discoveryId: z.string(),
  children: z
    .array(z.object({ childId: z.string(), name: z.string(), themeIds: z.array(z.string()), evidence: z.int().min(1) }))
    .min(1)
    .max(20),
});
export type DiscoveryStarted = z.infer<typeof discoveryStartedSchema>;

/** Written by the parent, one for each niche found in it. */
export const nicheDerivedSchema = z.object({
  discoveryId: z.string(),
  childId: z.string(),
  name: z.string(),
  themeIds: z.array(z.string()),
  evidence: z.int().min(1),
});
export type NicheDerived = z.infer<typeof nicheDerivedSchema>;

export const analysisFailedSchema = z.object({
  analysisId: z.string(),
  step: z.enum(["prepare", "embed", "themes", "discover"]),
  fault: faultSchema,
});
export type AnalysisFailed = z.infer<typeof analysisFailedSchema>;

/** Somebody had the step tried again that had failed. */
export const analysisResumedSchema = z.object({
  analysisId: z.string(),
  step: z.enum(["prepare", "embed", "themes", "discover"]),
  /** Niches of a discovery that are failed still; 0 for an analysis. */
  failed: z.int().min(0),
});
export type AnalysisResumed = z.infer<typeof analysisResumedSchema>;

/** A search or a feed is to be looked at again and again. */
export const sourceAddedSchema = z.object({ sourceId: z.string(), settings: sourceSettingsSchema, addedBy: z.string() });
export type SourceAdded = z.infer<typeof sourceAddedSchema>;

/** It is not looked at any more until it is resumed; a fetch under way was given up. */
export const sourcePausedSchema = z.object({
  sourceId: z.string(),
  reason: z.enum(pauseReasons),
  /** Absent where nobody asked for it. */
  pausedBy: z.string().optional(),
});
export type SourcePaused = z.infer<typeof sourcePausedSchema>;

/** `nextAt`, here and below: when the next fetch is due, epoch milliseconds. */
export const sourceResumedSchema = z.object({ sourceId: z.string(), nextAt: z.int(), resumedBy: z.string() });
export type SourceResumed = z.infer<typeof sourceResumedSchema>;

/** What was fetched from it stays. */
export const sourceRemovedSchema = z.object({ sourceId: z.string(), removedBy: z.string() });
export type SourceRemoved = z.infer<typeof sourceRemovedSchema>;

/** `run` counts the fetches of a source. */
export const fetchStartedSchema = z.object({ sourceId: z.string(), run: z.int().min(1), cause: z.enum(["added", "due", "asked"]) });
export type FetchStarted = z.infer<typeof fetchStartedSchema>;

/** The `evidence.imported` of what it brought, where it brought anything, stands before it in the same turn. */
export const fetchFinishedSchema = fetchedCountsSchema.extend({
  sourceId: z.string(),
  run: z.int().min(1),
  /** Where the next fetch goes on. */
  cursor: fetchCursorSchema,
  more: z.boolean(),
  /** Answers that it took. */
  pages: z.int().min(0),
  nextAt: z.int(),
});
export type FetchFinished = z.infer<typeof fetchFinishedSchema>;

/** Nothing of it was kept. */
export const fetchFailedSchema = z.object({ sourceId: z.string(), run: z.int().min(1), error: sourceErrorSchema, nextAt: z.int() });
export type FetchFailed = z.infer<typeof fetchFailedSchema>;

export const nicheEvents = {
  "niche.created": { 1: nicheCreatedSchema },
  "evidence.imported": { 1: evidenceImportedSchema },
  "import.started": { 1: importStartedSchema },
  "import.advanced": { 1: importAdvancedSchema },
  "import.failed": { 1: importFailedSchema },
  "import.cancelled": { 1: importCancelledSchema },
  "evidence.inherited": { 1: evidenceInheritedSchema },
  "analysis.started": { 1: analysisStartedSchema },
  "analysis.prepared": { 1: analysisPreparedSchema },
  "evidence.embedded": { 1: evidenceEmbeddedSchema },
  "themes.found": { 1: themesFoundSchema },
  "opportunity.scored": { 1: opportunityScoredSchema },
  "market.assumed": { 1: marketAssumedSchema },
  "themes.overridden": { 1: themesOverriddenSchema },
  "override.withdrawn": { 1: overrideWithdrawnSchema },
  "market-table.imported": { 1: marketTableImportedSchema },
  "market-table.removed": { 1: marketTableRemovedSchema },
  "competitors.matched": { 1: competitorsMatchedSchema },
  "market.sized": { 1: marketSizedSchema },
  "discovery.started": { 1: discoveryStartedSchema },
  "niche.derived": { 1: nicheDerivedSchema },
  "analysis.failed": { 1: analysisFailedSchema },
  "analysis.resumed": { 1: analysisResumedSchema },
  "source.added": { 1: sourceAddedSchema },
  "source.paused": { 1: sourcePausedSchema },
  "source.resumed": { 1: sourceResumedSchema },
  "source.removed": { 1: sourceRemovedSchema },
  "fetch.started": { 1: fetchStartedSchema },
  "fetch.finished": { 1: fetchFinishedSchema },
  "fetch.failed": { 1: fetchFailedSchema },
} satisfies EventCatalogue;
