/** How a niche goes on from the past of another: its rows come along, and work that was under way is taken up. */
import { Buffer } from "node:buffer";
import * as z from "zod";
import { nicheCreatedSchema } from "../../contracts/events/niche-analysis.ts";
import type { ForkOptions } from "../kernel/blueprint.ts";
import type { NicheCommand } from "./commands.ts";
import type { NicheEnv } from "./env.ts";
import { isMatching } from "./market-tables.ts";
import { pausedInFork } from "./sources/decider.ts";
import { isBusy, type NicheState } from "./state.ts";

/** Rows of one page: with texts of 20,000 characters and two vectors each far below the 32 MiB of a call. */
const pageRows = 200;

const evidenceSchema = z.object({
  position: z.int(),
  id: z.string(),
  text: z.string(),
  author: z.string().nullable(),
  date: z.string().nullable(),
  rating: z.number().nullable(),
  source: z.string(),
  row: z.int(),
  provenance: z.string(),
  language: z.string().nullable(),
  /** Where it was first written: absent in pages of before that was kept. */
  occurrence: z.string().nullish(),
  thread: z.string().nullish(),
  attributes: z.string().nullish(),
});
const occurrenceSchema = evidenceSchema.omit({ id: true, text: true, language: true, attributes: true }).extend({
  evidence_id: z.string(),
  occurrence: z.string(),
  thread: z.string().nullable(),
});
/** `vector` in base64. */
const vectorSchema = z.object({ evidence_id: z.string(), model: z.string(), vector: z.base64() });
const themeSchema = z.object({ batch: z.string(), id: z.string(), position: z.int(), body: z.string() });
const marketSchema = z.object({ batch: z.string(), part: z.int(), body: z.string() });
const pageSchema = z.object({
  evidence: z.array(evidenceSchema).default([]),
  vectors: z.array(vectorSchema).default([]),
  themes: z.array(themeSchema).default([]),
  occurrences: z.array(occurrenceSchema).default([]),
  market: z.array(marketSchema).default([]),
});
/** What one page holds; nothing of the other kinds. */
type RowsPage = z.input<typeof pageSchema>;

/** Themes of one page: a row of the largest has half a megabyte. */
const pageThemes = 40;
/** Pieces of market tables of one page: each has up to a hundred rows. */
const pageMarket = 40;
/** Copies of one page. */
const pageCopies = 2_000;

/** Evidence pages come first; after them these, with the row to go on from, lead through the copies, the themes and the tables of the market. */
const copiesCursor = /^copies:(\d+)$/;
const themesCursor = /^themes:(\d+)$/;
const marketCursor = /^market:(\d+)$/;

export const nicheFork: ForkOptions<NicheEnv, NicheState, NicheCommand> = {
  namespace: (env) => env.NICHE,
  rewrite: ({ type, data }, _from, to) => (type === "niche.created" ? { ...nicheCreatedSchema.parse(data), nicheId: to.id } : data),
  readRows(sql, version, cursor) {
    const [copies, themes, market] = [copiesCursor, themesCursor, marketCursor].map((pattern) => pattern.exec(cursor ?? ""));
    if (copies) return copiesAfter(sql, version, Number(copies[1]));
    if (market) return marketAfter(sql, version, Number(market[1]));
    return themes ? themesAfter(sql, version, Number(themes[1])) : evidenceAfter(sql, version, Number(cursor ?? 0));
  },
  writeRows(sql, rows) {
    const { evidence, vectors, themes, occurrences, market } = pageSchema.parse(rows);
    for (const {
      position,
      id,
      text,
      author,
      date,
      rating,
      source,
      row,
      provenance,
      language,
      attributes,
      occurrence,
      thread = null,
    } of evidence) {
      sql.exec(
        "INSERT OR IGNORE INTO evidence (position, id, text, author, date, rating, source, row, provenance) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        position,
        id,
        text,
        author,
        date,
        rating,
        source,
        row,
        provenance,
      );
      if (occurrence != null)
        sql.exec("INSERT OR IGNORE INTO origins (evidence_id, occurrence, thread) VALUES (?, ?, ?)", id, occurrence, thread);
      if (language !== null) sql.exec("INSERT OR IGNORE INTO other_languages (evidence_id, language) VALUES (?, ?)", id, language);
      if (attributes !== null && attributes !== undefined)
        sql.exec("INSERT OR IGNORE INTO attributes (evidence_id, body) VALUES (?, ?)", id, attributes);
    }
    for (const copy of occurrences) writeCopy(sql, copy);
    for (const { evidence_id, model, vector } of vectors)
      sql.exec("INSERT OR IGNORE INTO vectors (evidence_id, model, vector) VALUES (?, ?, ?)", evidence_id, model, bytesOf(vector));
    for (const { batch, id, position, body } of themes)
      sql.exec("INSERT OR IGNORE INTO themes (batch, id, position, body) VALUES (?, ?, ?, ?)", batch, id, position, body);
    for (const { batch, part, body } of market)
      sql.exec("INSERT OR IGNORE INTO market_rows (batch, part, body) VALUES (?, ?, ?)", batch, part, body);
  },
  resume: (_from, state) => (isBusy(state) || isMatching(state) || pausedInFork(state).length > 0 ? { type: "take-up" } : undefined),
};

function writeCopy(sql: SqlStorage, copy: z.infer<typeof occurrenceSchema>): void {
  const { position, evidence_id, occurrence, author, date, rating, thread, source, row, provenance } = copy;
  sql.exec(
    `INSERT OR IGNORE INTO occurrences (position, evidence_id, occurrence, author, date, rating, thread, source, row, provenance)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    position,
    evidence_id,
    occurrence,
    author,
    date,
    rating,
    thread,
    source,
    row,
    provenance,
  );
}

/** How many rows of a kind the events up to `version` say there are: `$.total` of texts, `$.copies.total` of further occurrences. */
function countedAt(sql: SqlStorage, version: number, path: string): number {
  const [counted] = sql
    .exec<{ total: number }>(
      `SELECT data ->> ?1 AS total FROM events WHERE type IN ('evidence.imported', 'import.advanced', 'evidence.inherited') AND sequence <= ?2
       AND data ->> ?1 IS NOT NULL ORDER BY sequence DESC LIMIT 1`,
      path,
      version,
    )
    .toArray();
  return counted?.total ?? 0;
}

function copiesAfter(sql: SqlStorage, version: number, after: number): { rows: RowsPage; next: string } {
  const occurrences = sql
    .exec(
      "SELECT * FROM occurrences WHERE position > ? AND position <= ? ORDER BY position LIMIT ?",
      after,
      countedAt(sql, version, "$.copies.total"),
      pageCopies,
    )
    .toArray()
    .map((row) => occurrenceSchema.parse(row));
  const last = occurrences.at(-1);
  const next = last && occurrences.length === pageCopies ? `copies:${last.position}` : "themes:0";
  return { rows: { occurrences }, next };
}

/** Evidence that was there at `version`, with all vectors of it: a vector depends on text and model alone. */
function evidenceAfter(sql: SqlStorage, version: number, after: number): { rows: RowsPage; next: string } {
  const evidence = sql
    .exec(
      `SELECT evidence.*, other_languages.language AS language, origins.occurrence AS occurrence, origins.thread AS thread, attributes.body AS attributes
       FROM evidence
       LEFT JOIN other_languages ON other_languages.evidence_id = evidence.id LEFT JOIN origins ON origins.evidence_id = evidence.id
       LEFT JOIN attributes ON attributes.evidence_id = evidence.id
       WHERE position > ? AND position <= ? ORDER BY position LIMIT ?`,
      after,
      countedAt(sql, version, "$.total"),
      pageRows,
    )
    .toArray()
    .map((row) => evidenceSchema.parse(row));
  const vectors = sql
    .exec<{ evidence_id: string; model: string; vector: ArrayBuffer }>(
      "SELECT * FROM vectors WHERE evidence_id IN (SELECT value FROM json_each(?))",
      JSON.stringify(evidence.map(({ id }) => id)),
    )
    .toArray()
    .map((row) => ({ ...row, vector: Buffer.from(row.vector).toString("base64") }));
  const last = evidence.at(-1);
  const next = last && evidence.length === pageRows ? String(last.position) : "copies:0";
  return { rows: { evidence, vectors }, next };
}

function themesAfter(sql: SqlStorage, version: number, after: number): { rows: RowsPage; next: string } {
  const found = sql
    .exec<{ at: number; batch: string; id: string; position: number; body: string }>(
      `SELECT rowid AS at, batch, id, position, body FROM themes WHERE rowid > ?1 AND batch IN (
         SELECT data ->> '$.batchId' FROM events WHERE type = 'themes.found' AND sequence <= ?2
         UNION SELECT data ->> '$.foundBatchId' FROM events WHERE type = 'themes.found' AND sequence <= ?2) ORDER BY rowid LIMIT ?3`,
      after,
      version,
      pageThemes,
    )
    .toArray();
  const last = found.at(-1);
  const rows = { themes: found.map((row) => themeSchema.parse(row)) };
  return { rows, next: last && found.length === pageThemes ? `themes:${last.at}` : "market:0" };
}

/** Tables of the market, and what was counted with them. */
function marketAfter(sql: SqlStorage, version: number, after: number): { rows: RowsPage; next?: string } {
  const found = sql
    .exec<{ at: number; batch: string; part: number; body: string }>(
      `SELECT rowid AS at, batch, part, body FROM market_rows WHERE rowid > ?1 AND batch IN (
         SELECT data ->> '$.table.id' FROM events WHERE type = 'market-table.imported' AND sequence <= ?2
         UNION SELECT data ->> '$.batchId' FROM events WHERE type = 'competitors.matched' AND sequence <= ?2
         UNION SELECT data ->> '$.aspectsBatchId' FROM events WHERE type = 'competitors.matched' AND sequence <= ?2) ORDER BY rowid LIMIT ?3`,
      after,
      version,
      pageMarket,
    )
    .toArray();
  const last = found.at(-1);
  const rows = { market: found.map((row) => marketSchema.parse(row)) };
  return last && found.length === pageMarket ? { rows, next: `market:${last.at}` } : { rows };
}

function bytesOf(base64: string): ArrayBuffer {
  // A copy of its own length: small buffers share one pool.
  return new Uint8Array(Buffer.from(base64, "base64")).buffer;
}
