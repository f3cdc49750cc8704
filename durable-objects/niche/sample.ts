/** The rows of one analysis and their vectors: the first rows by evidence id among those that were there when it started. */
import type { Evidence } from "../../contracts/services/niche-evidence.ts";
import { analysedCharacters, chunkSize, maxAnalysed } from "./plan.ts";
import { evidenceById } from "./rows.ts";

const members = "SELECT id FROM evidence WHERE position <= ? ORDER BY id LIMIT ?";

/** Ids of the analysed rows, canonical order. */
export function sampleIds(sql: SqlStorage, through: number): string[] {
  return sql
    .exec<{ id: string }>(members, through, maxAnalysed)
    .toArray()
    .map(({ id }) => id);
}

/** Rows of the analysis that have a vector of `model`. */
export function countEmbedded(sql: SqlStorage, through: number, model: string): number {
  return sql
    .exec<{ n: number }>(
      `SELECT COUNT(*) AS n FROM (${members}) AS m JOIN vectors ON vectors.evidence_id = m.id AND vectors.model = ?`,
      through,
      maxAnalysed,
      model,
    )
    .one().n;
}

/** Numbers of the chunks in which a row lacks a vector of `model`. */
export function lackingWindows(sql: SqlStorage, through: number, model: string): number[] {
  return sql
    .exec<{ window: number }>(
      `SELECT DISTINCT (place - 1) / ${chunkSize} AS window
       FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS place FROM (${members})) AS m
       LEFT JOIN vectors ON vectors.evidence_id = m.id AND vectors.model = ?
       WHERE vectors.evidence_id IS NULL ORDER BY window`,
      through,
      maxAnalysed,
      model,
    )
    .toArray()
    .map(({ window }) => window);
}

/** Rows of chunk `window` that lack a vector of `model`, canonical order. */
export function lackingRows(sql: SqlStorage, through: number, window: number, model: string): { id: string; text: string }[] {
  return sql
    .exec<{ id: string; text: string }>(
      `SELECT m.id AS id, SUBSTR(evidence.text, 1, ${analysedCharacters}) AS text FROM (SELECT id FROM (${members}) LIMIT ${chunkSize} OFFSET ?) AS m
       JOIN evidence ON evidence.id = m.id LEFT JOIN vectors ON vectors.evidence_id = m.id AND vectors.model = ?
       WHERE vectors.evidence_id IS NULL ORDER BY m.id`,
      through,
      maxAnalysed,
      window * chunkSize,
      model,
    )
    .toArray();
}

/** Stores vectors, row-major in the order of `ids`; one that is there already stays. */
export function writeVectors(sql: SqlStorage, ids: readonly string[], model: string, vectors: Float32Array): void {
  const dimensions = vectors.length / ids.length;
  for (const [index, id] of ids.entries()) {
    const vector = vectors.slice(index * dimensions, (index + 1) * dimensions);
    sql.exec("INSERT OR IGNORE INTO vectors (evidence_id, model, vector) VALUES (?, ?, ?)", id, model, vector.buffer);
  }
}

export interface EmbeddedRows {
  rows: Evidence[];
  /** Row-major, one vector a row. */
  vectors: Float32Array;
  dimensions: number;
}

/** Rows, texts cut after `characters`, with their vectors of `model`, canonical order. Throws when one has none: then the step before did not finish. */
export function readEmbedded(sql: SqlStorage, ids: readonly string[], model: string, characters?: number): EmbeddedRows {
  const rows = evidenceById(sql, ids, characters);
  const stored = sql.exec<{ vector: ArrayBuffer }>(
    "SELECT vector FROM vectors WHERE model = ? AND evidence_id IN (SELECT value FROM json_each(?)) ORDER BY evidence_id",
    model,
    JSON.stringify(ids),
  );
  let vectors = new Float32Array(0);
  let dimensions = 0;
  let count = 0;
  for (const { vector } of stored) {
    if (count === 0) {
      dimensions = vector.byteLength / 4;
      vectors = new Float32Array(rows.length * dimensions);
    }
    vectors.set(new Float32Array(vector), count * dimensions);
    count += 1;
  }
  if (count !== rows.length) throw new RangeError(`${rows.length - count} of ${rows.length} rows lack a vector of ${model}`);
  return { rows, vectors, dimensions };
}
