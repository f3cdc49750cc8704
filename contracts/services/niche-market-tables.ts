/** Tables of figures about a market that a niche keeps: keywords, competitors, answers to a survey. Nobody wrote them, so they are no evidence texts. */
import * as z from "zod";
import { idSchema } from "../ids.ts";
import { encodingSchema } from "./niche-evidence.ts";

export const marketTableKinds = ["keywords", "competitors", "survey"] as const;
export type MarketTableKind = (typeof marketTableKinds)[number];

/** Rows of one table at most: keywords, competitors, respondents. */
export const maxMarketRows: Readonly<Record<MarketTableKind, number>> = { keywords: 20_000, competitors: 500, survey: 10_000 };
/** Outcomes that a survey asks about at most. */
export const maxOutcomes = 50;
/** Tables of one niche at most. */
export const maxMarketTables = 20;
/** Bytes of one file at most, unpacked too. */
export const maxMarketBytes = 24 * 1024 * 1024;

const row = z.int().min(1);
const name = z.string().min(1).max(200);
const amount = z.number().min(0).max(1e15);

export const keywordRowSchema = z.object({
  /** 1-based number of the data row in the file; the header is not counted. Here and below. */
  row,
  keyword: name,
  /** Average searches a month. */
  volume: amount.optional(),
  /** Of an export that gives ranges only (1K – 10K); `volume` is their geometric mean then. */
  volumeRange: z.object({ low: amount, high: amount }).optional(),
  /** Searches of each month of the table, from `months.from` on; null where the file says nothing. */
  months: z.array(amount.nullable()).max(60).optional(),
  /** Interest relative to the keyword's own highest month, 0 to 1, oldest first. Two of these are never added. */
  interest: z.array(z.number().min(0).max(1)).max(60).optional(),
  /** 0 to 100, as the exporting tool computed it. */
  difficulty: z.number().min(0).max(100).optional(),
  /** Of the first results: how many domains link to them. */
  referringDomains: amount.optional(),
  /** How many advertisers bid, 0 to 100: says nothing on how hard it is to be found unpaid. */
  adCompetition: z.number().min(0).max(100).optional(),
  /** Price of a click, low and high; equal where the file gives one. */
  bid: z.object({ low: amount, high: amount }).optional(),
});
export type KeywordRow = z.infer<typeof keywordRowSchema>;

export const competitorRowSchema = z.object({
  row,
  name,
  /** Other names under which people write about it. */
  aliases: z.array(name).max(20).optional(),
  /** A month, in major units of `currency`. */
  price: amount.optional(),
  /** As written: a code or a sign. */
  currency: z.string().max(10).optional(),
  /** Number of features. */
  features: amount.optional(),
  rating: z.number().min(0).max(100).optional(),
  reviews: amount.optional(),
  /** Visits, or whatever the file counts as traffic. */
  traffic: amount.optional(),
  /** Of the market, 0 to 1. */
  share: z.number().min(0).max(1).optional(),
});
export type CompetitorRow = z.infer<typeof competitorRowSchema>;

const rating = z.int().min(0).max(5);
export const surveyRowSchema = z.object({
  /** Of the respondent's (first) row. */
  row,
  segment: z.string().max(100).optional(),
  /** Importance and satisfaction of each outcome of the table, 1 to 5; 0: not rated. */
  ratings: z.array(z.tuple([rating, rating])).max(maxOutcomes),
});
export type SurveyRow = z.infer<typeof surveyRowSchema>;

export const marketRowSchemas = { keywords: keywordRowSchema, competitors: competitorRowSchema, survey: surveyRowSchema } as const;
export type MarketRow = KeywordRow | CompetitorRow | SurveyRow;

export const marketDropReasons = [
  "empty",
  "duplicate",
  "not-parseable",
  "cells-do-not-match",
  "encoding",
  "over-limit",
  "no-figures",
] as const;
export type MarketDropReason = (typeof marketDropReasons)[number];

/** A cell that was left out: no number (of a survey: nothing from 1 to 5), or one that its column cannot have, as 140 of 100. */
export const ignoredCellSchema = z.object({
  row: z.int().min(1),
  column: z.string(),
  why: z.enum(["no-number", "out-of-range", "no-rating"]),
});
export type IgnoredCell = z.infer<typeof ignoredCellSchema>;

export const maxListedIgnored = 100;

export const marketTableIdSchema = z.string().regex(/^mtb_[0-9a-f]{32}$/, "must be the id of a market table, such as mtb_…");

export const marketTableSchema = z.object({
  /** `mtb_` and 32 hexadecimal digits of the digest of the rows that were kept: the same rows are the same table. */
  id: marketTableIdSchema,
  kind: z.enum(marketTableKinds),
  fileName: z.string(),
  /** Whose export it is, where that can be told. */
  source: z.string().optional(),
  encoding: encodingSchema,
  delimiter: z.string().optional(),
  preambleLines: z.int().min(0),
  /** Columns that were found (at most 200 are listed), and which was read as what. */
  columns: z.object({ found: z.array(z.string()), used: z.record(z.string(), z.string()) }),
  /** Data rows: `read` = rows in `kept` + the sum of `droppedBy`; of a survey in long form several rows make one respondent. */
  read: z.int().min(0),
  kept: z.int().min(0),
  droppedBy: z.partialRecord(z.enum(marketDropReasons), z.int().min(0)),
  dropped: z.array(z.object({ row: z.int(), reason: z.enum(marketDropReasons) })),
  /** Cells that held something other than what their column is for: left out, their rows kept. */
  ignoredCells: z.int().min(0),
  /** The first of them, at most `maxListedIgnored`; absent without any, and in tables of before they were listed. */
  ignored: z.array(ignoredCellSchema).optional(),
  /** Keywords, competitors or respondents. */
  rows: z.int().min(0),
  /** Of keywords: months that the file has a column for. */
  months: z.object({ from: z.string().regex(/^\d{4}-\d{2}$/), count: z.int().min(1) }).optional(),
  /** Of a survey. */
  outcomes: z.array(z.string()).max(maxOutcomes).optional(),
  segments: z.array(z.string()).max(maxOutcomes).optional(),
  /** SHA-256 of the file. */
  sourceDigest: z.string(),
});
export type MarketTable = z.infer<typeof marketTableSchema>;

const commandId = z.string().min(1).max(200);
const nicheId = idSchema("niche");

/** The file travels beside it as a stream. `kind`: what it is, where its columns do not tell. */
export const importMarketTableRequestSchema = z.object({
  commandId,
  nicheId,
  fileName: z.string().min(1).max(255),
  kind: z.enum(marketTableKinds).optional(),
});
export type ImportMarketTableRequest = z.input<typeof importMarketTableRequestSchema>;

export const removeMarketTableRequestSchema = z.object({ commandId, nicheId, tableId: z.string().min(1).max(100) });
export type RemoveMarketTableRequest = z.input<typeof removeMarketTableRequestSchema>;

/** A page of rows; `kind` says what they are. */
export const marketRowsPageSchema = z.object({
  kind: z.enum(marketTableKinds),
  items: z.array(z.union([competitorRowSchema, keywordRowSchema, surveyRowSchema])),
  nextCursor: z.string().optional(),
});
export type MarketRowsPage = z.infer<typeof marketRowsPageSchema>;
