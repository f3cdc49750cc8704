/**
 * The rows of a niche beside its log: evidence, vectors, full themes, and parts of imports that are not finished yet.
 * All append-only but `staged`. `position` counts evidence in the order of its arrival, so "the first n rows" is a point in the past.
 */
import type { Evidence } from "../../contracts/services/niche-evidence.ts";

export const nicheTables = `
CREATE TABLE IF NOT EXISTS evidence (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, text TEXT NOT NULL, author TEXT, date TEXT, rating REAL,
  source TEXT NOT NULL, row INTEGER NOT NULL, provenance TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS vectors (
  evidence_id TEXT NOT NULL, model TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (evidence_id, model)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS themes (
  batch TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (batch, id));
CREATE TABLE IF NOT EXISTS staged (
  batch TEXT NOT NULL, part INTEGER NOT NULL, rows TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (batch, part));
`;

interface StoredEvidence extends Record<string, SqlStorageValue> {
  id: string;
  text: string;
  author: string | null;
  date: string | null;
  rating: number | null;
  source: string;
  row: number;
  provenance: string;
}

const columns = "id, text, author, date, rating, source, row, provenance";

/** Evidence with these ids, in canonical order; unknown ids are left out. */
export function readEvidence(sql: SqlStorage, ids: readonly string[]): Evidence[] {
  const cursor = sql.exec<StoredEvidence>(
    `SELECT ${columns} FROM evidence WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
    JSON.stringify(ids),
  );
  return cursor.toArray().map(evidenceOf);
}

/** `limit` rows after position `after`, in the order of their arrival, and the position of the last one. */
export function pageOfEvidence(sql: SqlStorage, after: number, limit: number): { items: Evidence[]; last: number } {
  const rows = sql
    .exec<StoredEvidence & { position: number }>(
      `SELECT position, ${columns} FROM evidence WHERE position > ? ORDER BY position LIMIT ?`,
      after,
      limit,
    )
    .toArray();
  return { items: rows.map(evidenceOf), last: rows.at(-1)?.position ?? after };
}

export function countEvidence(sql: SqlStorage): number {
  return sql.exec<{ n: number }>("SELECT COUNT(*) AS n FROM evidence").one().n;
}

function evidenceOf({ id, text, author, date, rating, source, row, provenance }: StoredEvidence): Evidence {
  return {
    id,
    text,
    ...(author === null ? {} : { author }),
    ...(date === null ? {} : { date }),
    ...(rating === null ? {} : { rating }),
    source,
    row,
    provenance,
  };
}
