/**
 * Imports in two steps: parts of rows are staged as they stream in, and one turn makes all of them evidence or none; of an upload, several turns do.
 * An import that is cut off leaves nothing behind that counts; its parts are swept a day later.
 */
import type { TakenRow } from "../../workers/niche-analysis/domain/import/occurrence.ts";

const keepMs = 24 * 60 * 60 * 1000;

/** Past every part. */
const allParts = Number.MAX_SAFE_INTEGER;

/** Characters of one piece: a row holds 2 MB, and a character takes up to three bytes. */
const pieceCharacters = 500_000;

/** Stages one part. The same part sent again replaces itself. */
export function stage(sql: SqlStorage, batch: string, part: number, rows: readonly TakenRow[], now: number): void {
  sql.exec("DELETE FROM staged WHERE batch = ? AND part = ?", batch, part);
  for (const [piece, body] of pieces(rows).entries())
    sql.exec("INSERT INTO staged (batch, part, piece, rows, at) VALUES (?, ?, ?, ?, ?)", batch, part, piece, body, now);
}

function pieces(rows: readonly TakenRow[]): string[] {
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

/**
 * The first parts staged under `batch`, as many as have at least `atLeast` rows together, or all: up to which part, their rows, and whether they
 * are all.
 */
export function firstParts(sql: SqlStorage, batch: string, atLeast: number): { upTo: number; rows: number; areAll: boolean } {
  let [upTo, rows] = [-1, 0];
  const counted = sql.exec<{ part: number; rows: number }>(
    "SELECT part, json_array_length(rows) AS rows FROM staged WHERE batch = ? ORDER BY part, piece",
    batch,
  );
  for (const piece of counted) {
    if (rows >= atLeast && piece.part !== upTo) return { upTo, rows, areAll: false };
    upTo = piece.part;
    rows += piece.rows;
  }
  return { upTo, rows, areAll: true };
}

/** Of a batch, and up to a part: ids of the texts that the niche does not have yet. */
export const freshIdsQuery = `SELECT DISTINCT r.value->>'id' AS id FROM staged, json_each(staged.rows) AS r
  WHERE staged.batch = ? AND staged.part <= ? AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.id = r.value->>'id')`;

/** Ids of the rows staged under `batch`, in parts up to this one, that the niche does not have yet. */
export function freshIds(sql: SqlStorage, batch: string, upTo = allParts): string[] {
  return sql
    .exec<{ id: string }>(freshIdsQuery, batch, upTo)
    .toArray()
    .map(({ id }) => id);
}

/**
 * Whether the staged row `r` is an occurrence that the niche has: by its name, or, of a text of before occurrences had names, by where it came
 * from or by all that is known of it. So is a row that was staged by a version that gave them none.
 */
const isKnown = `(r.value->>'occurrence' IS NULL
  OR EXISTS (SELECT 1 FROM occurrences AS o WHERE o.evidence_id = r.value->>'id' AND o.occurrence = r.value->>'occurrence')
  OR EXISTS (SELECT 1 FROM evidence AS e LEFT JOIN origins AS g ON g.evidence_id = e.id WHERE e.id = r.value->>'id' AND CASE
    WHEN g.occurrence IS NOT NULL THEN g.occurrence = r.value->>'occurrence'
    ELSE e.provenance = r.value->>'provenance'
      OR (e.author IS r.value->>'author' AND e.date IS r.value->>'date' AND e.rating IS r.value->>'rating') END))`;
/** Of rows that are about to be staged: places of those whose text the niche has, and of those that are occurrences which it has. */
export function knownOccurrences(
  sql: SqlStorage,
  rows: readonly Omit<TakenRow, "text">[],
): { texts: Set<number>; occurrences: Set<number> } {
  const asked = rows.map(({ id, occurrence, provenance, author, date, rating }) => ({ id, occurrence, provenance, author, date, rating }));
  const found = sql.exec<{ place: number; known: number }>(
    `SELECT r.key AS place, ${isKnown} AS known FROM json_each(?) AS r WHERE EXISTS (SELECT 1 FROM evidence WHERE evidence.id = r.value->>'id')`,
    JSON.stringify(asked),
  );
  const places = Array.from(found);
  return {
    texts: new Set(places.map(({ place }) => place)),
    occurrences: new Set(places.filter(({ known }) => known === 1).map(({ place }) => place)),
  };
}

/** Whether the text of `r` was there before it: in the niche, or in a staged row of the same import. */
const isRepeated = "(r.value->>'text' IS NULL OR EXISTS (SELECT 1 FROM evidence WHERE evidence.id = r.value->>'id'))";

/** How many of the same rows are occurrences, beyond the first of their text, that the niche does not have yet. */
export function countFreshCopies(sql: SqlStorage, batch: string, upTo = allParts): number {
  return sql
    .exec<{ n: number }>(
      `SELECT COUNT(DISTINCT r.value->>'occurrence') AS n FROM staged, json_each(staged.rows) AS r
       WHERE staged.batch = ? AND staged.part <= ? AND ${isRepeated} AND NOT ${isKnown}`,
      batch,
      upTo,
    )
    .one().n;
}

/** Row numbers, in their file, of the first of the same rows that the niche has already. */
export function knownRows(sql: SqlStorage, batch: string, limit: number, upTo = allParts): number[] {
  return sql
    .exec<{ row: number }>(
      `SELECT r.value->>'row' AS row FROM staged, json_each(staged.rows) AS r
       WHERE staged.batch = ? AND staged.part <= ? AND ${isRepeated} AND ${isKnown} ORDER BY 1 LIMIT ?`,
      batch,
      upTo,
      limit,
    )
    .toArray()
    .map(({ row }) => row);
}

/**
 * Makes the staged rows of parts up to this one evidence, in the order of the file, and those that repeat a text occurrences of it; what is there
 * already stays as it is. Within a turn's transaction.
 */
export function keepStaged(sql: SqlStorage, batch: string, upTo = allParts): void {
  const { last } = sql.exec<{ last: number }>("SELECT COALESCE(MAX(position), 0) AS last FROM evidence").one();
  const parts = sql
    .exec<{ part: number; piece: number }>("SELECT part, piece FROM staged WHERE batch = ? AND part <= ? ORDER BY part, piece", batch, upTo)
    .toArray();
  for (const { part, piece } of parts) {
    sql.exec(
      `INSERT OR IGNORE INTO evidence (id, text, author, date, rating, source, row, provenance)
       SELECT value->>'id', value->>'text', value->>'author', value->>'date', value->>'rating', value->>'source', value->>'row', value->>'provenance'
       FROM staged, json_each(staged.rows) WHERE staged.batch = ? AND part = ? AND piece = ? AND value->>'text' IS NOT NULL ORDER BY json_each.key`,
      batch,
      part,
      piece,
    );
    // A text that was there before keeps the place where it was first written.
    sql.exec(
      `INSERT OR IGNORE INTO origins (evidence_id, occurrence, thread) SELECT r.value->>'id', r.value->>'occurrence', r.value->>'thread'
       FROM staged, json_each(staged.rows) AS r JOIN evidence ON evidence.id = r.value->>'id' AND evidence.position > ?
       WHERE staged.batch = ? AND part = ? AND piece = ? AND r.value->>'text' IS NOT NULL AND r.value->>'occurrence' IS NOT NULL`,
      last,
      batch,
      part,
      piece,
    );
    sql.exec(
      `INSERT OR IGNORE INTO occurrences (evidence_id, occurrence, author, date, rating, thread, source, row, provenance)
       SELECT r.value->>'id', r.value->>'occurrence', r.value->>'author', r.value->>'date', r.value->>'rating', r.value->>'thread',
         r.value->>'source', r.value->>'row', r.value->>'provenance'
       FROM staged, json_each(staged.rows) AS r WHERE staged.batch = ? AND part = ? AND piece = ?
         AND EXISTS (SELECT 1 FROM evidence WHERE evidence.id = r.value->>'id') AND NOT ${isKnown} ORDER BY r.key`,
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
    sql.exec(
      `INSERT OR IGNORE INTO attributes (evidence_id, body) SELECT value->>'id', value->'attributes' FROM staged, json_each(staged.rows)
       WHERE staged.batch = ? AND part = ? AND piece = ? AND value->'attributes' IS NOT NULL`,
      batch,
      part,
      piece,
    );
  }
  discard(sql, batch, upTo);
}

export function discard(sql: SqlStorage, batch: string, upTo = allParts): void {
  sql.exec("DELETE FROM staged WHERE batch = ? AND part <= ?", batch, upTo);
}

/** Removes what imports that never finished have left. */
export function sweepStaged(sql: SqlStorage, now: number): void {
  sql.exec("DELETE FROM staged WHERE at < ?", now - keepMs);
}
