/**
 * Imports in two steps: parts of rows are staged as they stream in, and one turn makes all of them evidence or none. An import that
 * is cut off leaves nothing behind that counts; its parts are swept a day later.
 */
import type { Evidence } from "../../contracts/services/niche-evidence.ts";

const keepMs = 24 * 60 * 60 * 1000;

/** Characters of one piece: a row holds 2 MB, and a character takes up to three bytes. */
const pieceCharacters = 500_000;

/** Stages one part. The same part sent again replaces itself. */
export function stage(sql: SqlStorage, batch: string, part: number, rows: readonly Evidence[], now: number): void {
  sql.exec("DELETE FROM staged WHERE batch = ? AND part = ?", batch, part);
  for (const [piece, body] of pieces(rows).entries())
    sql.exec("INSERT INTO staged (batch, part, piece, rows, at) VALUES (?, ?, ?, ?, ?)", batch, part, piece, body, now);
}

function pieces(rows: readonly Evidence[]): string[] {
  const all: string[][] = [[]];
  let size = 0;
  for (const body of rows.map((row) => JSON.stringify(row))) {
    if (size > 0 && size + body.length > pieceCharacters) {
      all.push([]);
      size = 0;
    }
    all.at(-1)?.push(body);
    size += body.length;
  }
  return all.map((bodies) => `[${bodies.join(",")}]`);
}

/** Number of rows staged under `batch`. */
export function countStaged(sql: SqlStorage, batch: string): number {
  return sql.exec<{ n: number }>("SELECT COALESCE(SUM(json_array_length(rows)), 0) AS n FROM staged WHERE batch = ?", batch).one().n;
}

/** Ids of the rows staged under `batch` that the niche does not have yet. */
export function freshIds(sql: SqlStorage, batch: string): string[] {
  return sql
    .exec<{ id: string }>(
      `SELECT DISTINCT r.value->>'id' AS id FROM staged, json_each(staged.rows) AS r
       WHERE staged.batch = ? AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.id = r.value->>'id')`,
      batch,
    )
    .toArray()
    .map(({ id }) => id);
}

/** Row numbers, in their file, of the first staged rows that the niche has already. */
export function knownRows(sql: SqlStorage, batch: string, limit: number): number[] {
  return sql
    .exec<{ row: number }>(
      `SELECT r.value->>'row' AS row FROM staged, json_each(staged.rows) AS r
       JOIN evidence ON evidence.id = r.value->>'id' WHERE staged.batch = ? ORDER BY 1 LIMIT ?`,
      batch,
      limit,
    )
    .toArray()
    .map(({ row }) => row);
}

/** Makes the staged rows evidence, in the order of the file; rows that are there already stay as they are. Within a turn's transaction. */
export function keepStaged(sql: SqlStorage, batch: string): void {
  const parts = sql
    .exec<{ part: number; piece: number }>("SELECT part, piece FROM staged WHERE batch = ? ORDER BY part, piece", batch)
    .toArray();
  for (const { part, piece } of parts) {
    sql.exec(
      `INSERT OR IGNORE INTO evidence (id, text, author, date, rating, source, row, provenance)
       SELECT value->>'id', value->>'text', value->>'author', value->>'date', value->>'rating', value->>'source', value->>'row', value->>'provenance'
       FROM staged, json_each(staged.rows) WHERE staged.batch = ? AND part = ? AND piece = ? ORDER BY json_each.key`,
      batch,
      part,
      piece,
    );
    sql.exec(
      `INSERT OR IGNORE INTO other_languages (evidence_id, language) SELECT value->>'id', value->>'language' FROM staged, json_each(staged.rows)
       WHERE staged.batch = ? AND part = ? AND piece = ? AND value->>'language' IS NOT NULL`,
      batch,
      part,
      piece,
    );
  }
  discard(sql, batch);
}

export function discard(sql: SqlStorage, batch: string): void {
  sql.exec("DELETE FROM staged WHERE batch = ?", batch);
}

/** Removes what imports that never finished have left. */
export function sweepStaged(sql: SqlStorage, now: number): void {
  sql.exec("DELETE FROM staged WHERE at < ?", now - keepMs);
}
