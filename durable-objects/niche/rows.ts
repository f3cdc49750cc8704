/**
 * The rows of a niche beside its log: evidence, which of it is not English, where it was first written, its further occurrences, what is known of its
 * writers, vectors, full themes, tables of its market, and parts of imports that are not finished yet. All append-only but `staged`, `lacking`,
 * `kept_figures` and those of fetches and uploads. `position` counts
 * evidence, and occurrences beyond the first, in the order of their arrival, so "the first n rows" is a point in the past.
 */
import type { Blueprint } from "../kernel/blueprint.ts";
import { cursorKey, cursorKeys, pageOf, type Page, type PageQuery } from "../../contracts/page.ts";
import { sourceTables } from "./sources/rows.ts";
import { uploadTables } from "./uploads/rows.ts";
import { ok, type Result } from "../../contracts/result.ts";
import { evidenceSchema, type Evidence } from "../../contracts/services/niche-evidence.ts";

const attributesSchema = evidenceSchema.shape.attributes;

/** Rows of one niche at most; an actor stores 10 GB, and a row with its vector takes about 2 KB. */
export const maxEvidence = 500_000;

export const nicheTables = `
CREATE TABLE IF NOT EXISTS evidence (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, text TEXT NOT NULL, author TEXT, date TEXT, rating REAL,
  source TEXT NOT NULL, row INTEGER NOT NULL, provenance TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS other_languages (evidence_id TEXT PRIMARY KEY, language TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS origins (evidence_id TEXT PRIMARY KEY, occurrence TEXT NOT NULL, thread TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS occurrences (
  position INTEGER PRIMARY KEY, evidence_id TEXT NOT NULL, occurrence TEXT NOT NULL, author TEXT, date TEXT, rating REAL, thread TEXT,
  source TEXT NOT NULL, row INTEGER NOT NULL, provenance TEXT NOT NULL, UNIQUE (evidence_id, occurrence));
CREATE TABLE IF NOT EXISTS attributes (evidence_id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vectors (
  evidence_id TEXT NOT NULL, model TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (evidence_id, model)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS themes (
  batch TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (batch, id));
CREATE TABLE IF NOT EXISTS market_rows (batch TEXT NOT NULL, part INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (batch, part));
CREATE TABLE IF NOT EXISTS kept_figures (
  table_id TEXT NOT NULL, part INTEGER NOT NULL, edition TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (table_id, part));
CREATE TABLE IF NOT EXISTS staged (
  batch TEXT NOT NULL, part INTEGER NOT NULL, piece INTEGER NOT NULL, rows TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (batch, part, piece));
CREATE TABLE IF NOT EXISTS lacking (
  analysis TEXT NOT NULL, chunk INTEGER NOT NULL, first TEXT NOT NULL, rows INTEGER NOT NULL, PRIMARY KEY (analysis, chunk)) WITHOUT ROWID;
${sourceTables}${uploadTables}`;

/**
 * Evidence and vectors are too many to be copied; what is staged, uploaded or fetched is sent or asked for again, and what lacks a vector or
 * follows from a table is found again.
 */
export const nicheBackup = {
  growing: {
    evidence: { key: ["position"], rising: true },
    other_languages: { key: ["evidence_id"], rising: false },
    origins: { key: ["evidence_id"], rising: false },
    occurrences: { key: ["position"], rising: true },
    attributes: { key: ["evidence_id"], rising: false },
    vectors: { key: ["evidence_id", "model"], rising: false },
    themes: { key: ["batch", "id"], rising: false },
    market_rows: { key: ["batch", "part"], rising: false },
  },
  transient: ["staged", "lacking", "kept_figures", "taken_pages", "uploads", "upload_pieces", "upload_marks", "upload_turns"],
} satisfies Blueprint<never, never, never, never>["backup"];

interface StoredEvidence extends Record<string, SqlStorageValue> {
  id: string;
  text: string;
  author: string | null;
  date: string | null;
  rating: number | null;
  source: string;
  row: number;
  provenance: string;
  language: string | null;
  thread: string | null;
  attributes: string | null;
  copies: number;
  others: number;
}

/** `copies`: occurrences beyond the first; `others`: people beside the first author who wrote one, each without a name counted as one. */
const columns = `author, date, rating, source, row, provenance, other_languages.language AS language, origins.thread AS thread, attributes.body AS attributes,
  (SELECT COUNT(*) FROM occurrences AS o WHERE o.evidence_id = evidence.id) AS copies,
  (SELECT COUNT(DISTINCT o.author) + COUNT(*) - COUNT(o.author) FROM occurrences AS o
   WHERE o.evidence_id = evidence.id AND (o.author IS NULL OR o.author IS NOT evidence.author)) AS others`;
const rowsWithMarks = `evidence LEFT JOIN other_languages ON other_languages.evidence_id = evidence.id
  LEFT JOIN origins ON origins.evidence_id = evidence.id LEFT JOIN attributes ON attributes.evidence_id = evidence.id`;

/** Evidence with these ids, in canonical order, texts cut after `characters`; unknown ids are left out. */
export function evidenceById(sql: SqlStorage, ids: readonly string[], characters = Number.MAX_SAFE_INTEGER): Evidence[] {
  const cursor = sql.exec<StoredEvidence>(
    `SELECT id, SUBSTR(text, 1, ?) AS text, ${columns} FROM ${rowsWithMarks} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
    characters,
    JSON.stringify(ids),
  );
  return cursor.toArray().map(evidenceOf);
}

export interface EvidenceChoice {
  /** `2025-03`, both included; of texts that are analysed. Open where one is absent. */
  months?: { from?: string | undefined; to?: string | undefined } | undefined;
  /** Only these. */
  ids?: readonly string[] | undefined;
}

/** A page of evidence in the order of its arrival. */
export function pageOfEvidence(
  sql: SqlStorage,
  { limit, cursor }: PageQuery,
  { months, ids }: EvidenceChoice = {},
): Result<Page<Evidence>> {
  const after = cursorKey(cursor, cursorKeys.position);
  if (!after.ok) return after;
  const rows = sql
    .exec<StoredEvidence & { position: number }>(
      `SELECT position, id, text, ${columns} FROM ${rowsWithMarks} WHERE position > ?1
         AND (?3 IS NULL OR other_languages.language IS NULL AND (date >= ?3 AND date < ?4 OR EXISTS
           (SELECT 1 FROM occurrences AS o WHERE o.evidence_id = evidence.id AND o.date >= ?3 AND o.date < ?4)))
         AND (?5 IS NULL OR id IN (SELECT value FROM json_each(?5))) ORDER BY position LIMIT ?2`,
      after.value?.[0] ?? 0,
      limit + 1,
      months ? (months.from ?? "") : null,
      // After every date of the month, which goes on with a hyphen.
      months?.to === undefined ? "~" : `${months.to}~`,
      ids ? JSON.stringify(ids) : null,
    )
    .toArray();
  return ok(pageOf(rows, limit, evidenceOf, ({ position }) => [position]));
}

/** Texts that are kept apart, by language. */
export function languageCounts(sql: SqlStorage): Record<string, number> {
  const counted = sql.exec<{ language: string; texts: number }>(
    "SELECT language, COUNT(*) AS texts FROM other_languages GROUP BY language ORDER BY texts DESC, language",
  );
  return Object.fromEntries(Array.from(counted, ({ language, texts }) => [language, texts]));
}

function evidenceOf(stored: StoredEvidence): Evidence {
  const { id, text, author, date, rating, source, row, provenance, language, attributes, thread, copies, others } = stored;
  return {
    id,
    text,
    ...(author === null ? {} : { author }),
    ...(date === null ? {} : { date }),
    ...(rating === null ? {} : { rating }),
    ...(language === null ? {} : { language }),
    ...(attributes === null ? {} : { attributes: attributesSchema.parse(JSON.parse(attributes)) }),
    source,
    row,
    provenance,
    ...(thread === null ? {} : { thread }),
    ...(copies === 0 ? {} : { occurrences: { count: copies + 1, people: others + 1 } }),
  };
}
