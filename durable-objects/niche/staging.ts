/**
 * Imports in two steps: parts of rows are staged as they stream in, and one turn makes all of them evidence or none. An import that
 * is cut off leaves nothing behind that counts; its parts are swept a day later.
 */
import type { Evidence } from "../../contracts/services/niche-evidence.ts";

const keepMs = 24 * 60 * 60 * 1000;

/** Stages one part. The same part sent again replaces itself. */
export function stage(sql: SqlStorage, batch: string, part: number, rows: readonly Evidence[], now: number): void {
  sql.exec("INSERT OR REPLACE INTO staged (batch, part, rows, at) VALUES (?, ?, ?, ?)", batch, part, JSON.stringify(rows), now);
}

/** Which of the staged rows the niche has already: their number, and the first ones by their row number in the file. */
export function alreadyKnown(sql: SqlStorage, batch: string, listed: number): { known: number; rows: number[] } {
  const of = "FROM staged, json_each(staged.rows) AS r JOIN evidence ON evidence.id = json_extract(r.value, '$.id') WHERE staged.batch = ?";
  const { n } = sql.exec<{ n: number }>(`SELECT COUNT(*) AS n ${of}`, batch).one();
  const rows = sql.exec<{ row: number }>(`SELECT json_extract(r.value, '$.row') AS row ${of} ORDER BY 1 LIMIT ?`, batch, listed);
  return { known: n, rows: rows.toArray().map(({ row }) => row) };
}

/** Makes the staged rows evidence, in the order of the file; rows that are there already stay as they are. Within a turn's transaction. */
export function keepStaged(sql: SqlStorage, batch: string): void {
  for (const { part } of sql.exec<{ part: number }>("SELECT part FROM staged WHERE batch = ? ORDER BY part", batch).toArray()) {
    sql.exec(
      `INSERT OR IGNORE INTO evidence (id, text, author, date, rating, source, row, provenance)
       SELECT value->>'id', value->>'text', value->>'author', value->>'date', value->>'rating', value->>'source', value->>'row', value->>'provenance'
       FROM staged, json_each(staged.rows) WHERE staged.batch = ? AND part = ? ORDER BY json_each.key`,
      batch,
      part,
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
