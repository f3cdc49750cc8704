/**
 * Which chunks of an analysis lack vectors: a list that is made once, by looking through all rows, and from which a chunk is struck when it has
 * its vectors, so that the next chunk is found and counted in no time however many there are. It can be made again at any moment.
 */
import { analysedCharacters, chunkSize, maxAnalysed } from "./plan.ts";
import { analysable, members, writeVectors } from "./sample.ts";

/** An analysis and the model that its rows need vectors of. `through`: the last position that belongs to it. */
export interface Embedding {
  analysisId: string;
  through: number;
  model: string;
}

/** Numbers of the chunks in which a row lacks a vector, and how many rows that are. */
export function lackingChunks(sql: SqlStorage, embedding: Embedding): { chunks: number[]; rows: number } {
  list(sql, embedding);
  const listed = sql
    .exec<{ chunk: number; rows: number }>("SELECT chunk, rows FROM lacking WHERE analysis = ?", embedding.analysisId)
    .toArray();
  return { chunks: listed.map(({ chunk }) => chunk), rows: listed.reduce((sum, { rows }) => sum + rows, 0) };
}

/** What is left: chunks and rows. */
export function leftOf(sql: SqlStorage, embedding: Embedding): { chunks: number; rows: number } {
  const count = () =>
    sql
      .exec<{ chunks: number; rows: number }>(
        "SELECT COUNT(*) AS chunks, COALESCE(SUM(rows), 0) AS rows FROM lacking WHERE analysis = ?",
        embedding.analysisId,
      )
      .one();
  const listed = count();
  if (listed.chunks > 0) return listed;
  // Nothing left, or a list that did not come along in a backup or a fork: only the rows themselves know.
  list(sql, embedding);
  return count();
}

/** Rows of a chunk that lack a vector, canonical order. */
export function lackingRows(sql: SqlStorage, embedding: Embedding, chunk: number): { id: string; text: string }[] {
  const { analysisId, through, model } = embedding;
  const find = () =>
    sql.exec<{ first: string }>("SELECT first FROM lacking WHERE analysis = ? AND chunk = ?", analysisId, chunk).toArray().at(0);
  const listed = find() ?? (leftOf(sql, embedding).chunks > 0 ? find() : undefined);
  if (!listed) return [];
  return sql
    .exec<{ id: string; text: string }>(
      `SELECT m.id AS id, SUBSTR(evidence.text, 1, ${analysedCharacters}) AS text
       FROM (SELECT id FROM evidence WHERE id >= ? AND position <= ? AND ${analysable} ORDER BY id LIMIT ${chunkSize}) AS m
       JOIN evidence ON evidence.id = m.id LEFT JOIN vectors ON vectors.evidence_id = m.id AND vectors.model = ?
       WHERE vectors.evidence_id IS NULL ORDER BY m.id`,
      listed.first,
      through,
      model,
    )
    .toArray();
}

/** Stores the vectors of a chunk and strikes it from the list. Within a turn's transaction. */
export function writeChunk(
  sql: SqlStorage,
  { analysisId, model }: Embedding,
  chunk: number,
  { ids, vectors }: { ids: readonly string[]; vectors: Float32Array },
): void {
  writeVectors(sql, ids, model, vectors);
  sql.exec("DELETE FROM lacking WHERE analysis = ? AND chunk = ?", analysisId, chunk);
}

/** Makes the list anew. Those of analyses before go. */
function list(sql: SqlStorage, { analysisId, through, model }: Embedding): void {
  sql.exec("DELETE FROM lacking");
  sql.exec(
    `INSERT INTO lacking (analysis, chunk, first, rows)
     SELECT ?, chunk, MIN(id), SUM(vector IS NULL) FROM (
       SELECT m.id AS id, (place - 1) / ${chunkSize} AS chunk, vectors.evidence_id AS vector
       FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS place FROM (${members})) AS m
       LEFT JOIN vectors ON vectors.evidence_id = m.id AND vectors.model = ?)
     GROUP BY chunk HAVING SUM(vector IS NULL) > 0`,
    analysisId,
    through,
    maxAnalysed,
    model,
  );
}
