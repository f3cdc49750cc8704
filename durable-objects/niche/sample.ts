/** The rows of one analysis and their vectors: the first rows by evidence id among those that were there when it started. */
import type { OccurrenceSource } from "../../workers/niche-analysis/domain/counting/occurrences.ts";
import type { TakenRow } from "../../workers/niche-analysis/domain/import/occurrence.ts";
import { blocksOf, type TextFacts, type TextSource } from "../../workers/niche-analysis/domain/texts.ts";
import { onGrid } from "../../workers/niche-analysis/domain/themes/grid.ts";
import type { VectorSource } from "../../workers/niche-analysis/domain/themes/vectors.ts";
import { occurrencesOf, takenRows } from "./occurrences.ts";
import { analysedCharacters, maxAnalysed } from "./plan.ts";

/** What an analysis reads of the evidence: what is in English. */
export const analysable = "id NOT IN (SELECT evidence_id FROM other_languages)";
/** Binds the last position that counts, and how many rows at most. */
export const members = `SELECT id FROM evidence WHERE position <= ? AND ${analysable} ORDER BY id LIMIT ?`;

/** Ids of the analysed rows, canonical order. */
export function sampleIds(sql: SqlStorage, through: number): string[] {
  return Array.from(sql.exec<{ id: string }>(members, through, maxAnalysed), ({ id }) => id);
}

/** Stores vectors, row-major in the order of `ids`, rounded to their grid; one that is there already stays. */
export function writeVectors(sql: SqlStorage, ids: readonly string[], model: string, vectors: Float32Array): void {
  const dimensions = vectors.length / ids.length;
  for (const [index, id] of ids.entries()) {
    const vector = onGrid(vectors.subarray(index * dimensions, (index + 1) * dimensions));
    sql.exec("INSERT OR IGNORE INTO vectors (evidence_id, model, vector) VALUES (?, ?, ?)", id, model, vector.buffer);
  }
}

export interface EmbeddedSample {
  evidence: TextFacts[];
  /** Cut after `analysedCharacters`. */
  texts: TextSource;
  vectors: VectorSource;
  occurrences: OccurrenceSource;
}

/**
 * These rows, canonical order, with texts and vectors of `model` that are read when they are asked for; reading throws when one lacks its vector.
 * `copiesThrough`: the last further occurrence that counts.
 */
export function embeddedSample(sql: SqlStorage, ids: readonly string[], model: string, copiesThrough: number): EmbeddedSample {
  const idsAt = (rows: readonly number[]) => rows.map((row) => ids[row] ?? "");
  const dimensions = dimensionsOf(sql, ids[0], model);
  const occurrences = occurrencesOf(sql, ids, copiesThrough);
  return {
    evidence: factsOf(ids, occurrences),
    texts: { read: (rows) => textsById(sql, idsAt(rows)) },
    vectors: { count: ids.length, dimensions, read: (rows) => vectorsById(sql, idsAt(rows), model, dimensions) },
    occurrences,
  };
}

/** What is known of these texts without reading them, by id. */
export function evidenceFacts(sql: SqlStorage, ids: readonly string[]): TextFacts[] {
  return factsOf(ids, occurrencesOf(sql, ids, Number.MAX_SAFE_INTEGER));
}

/** These texts, cut after `analysedCharacters`, by their place in `ids`. */
export function evidenceTexts(sql: SqlStorage, ids: readonly string[]): TextSource {
  return {
    read: (rows) =>
      textsById(
        sql,
        rows.map((row) => ids[row] ?? ""),
      ),
  };
}

/** Rows with their whole texts and vectors of `model`, row-major, canonical order; for a few hundred. Throws when one has none. */
export function embeddedRows(sql: SqlStorage, ids: readonly string[], model: string): { rows: TakenRow[]; vectors: Float32Array } {
  const rows = takenRows(sql, ids);
  const sorted = rows.map(({ id }) => id);
  return { rows, vectors: vectorsById(sql, sorted, model, dimensionsOf(sql, sorted[0], model)) };
}

/** Of each text who wrote it first, which does not depend on whose file came first. */
function factsOf(ids: readonly string[], occurrences: OccurrenceSource): TextFacts[] {
  const facts: TextFacts[] = [];
  for (const block of blocksOf([...ids.keys()]))
    for (const { row, author, date } of occurrences.read(block)) facts[row] ??= { id: ids[row] ?? "", author, date };
  return facts;
}

function textsById(sql: SqlStorage, ids: readonly string[]): string[] {
  const texts: string[] = [];
  for (const block of blocksOf(ids)) {
    const found = sql.exec<{ text: string }>(
      `SELECT SUBSTR(evidence.text, 1, ${analysedCharacters}) AS text FROM json_each(?) AS asked
       JOIN evidence ON evidence.id = asked.value ORDER BY asked.key`,
      JSON.stringify(block),
    );
    for (const { text } of found) texts.push(text);
  }
  return texts;
}

function vectorsById(sql: SqlStorage, ids: readonly string[], model: string, dimensions: number): Float32Array {
  const vectors = new Float32Array(ids.length * dimensions);
  let count = 0;
  for (const block of blocksOf(ids)) {
    const found = sql.exec<{ vector: ArrayBuffer }>(
      `SELECT vectors.vector AS vector FROM json_each(?) AS asked
       JOIN vectors ON vectors.evidence_id = asked.value AND vectors.model = ? ORDER BY asked.key`,
      JSON.stringify(block),
      model,
    );
    for (const { vector } of found) {
      vectors.set(new Float32Array(vector), count * dimensions);
      count += 1;
    }
  }
  if (count !== ids.length) throw new RangeError(`${ids.length - count} of ${ids.length} rows lack a vector of ${model}`);
  return vectors;
}

/** Numbers of a vector of `model`; 1 where there is none. */
function dimensionsOf(sql: SqlStorage, id: string | undefined, model: string): number {
  const [first] = sql
    .exec<{ bytes: number }>("SELECT LENGTH(vector) AS bytes FROM vectors WHERE evidence_id = ? AND model = ?", id ?? "", model)
    .toArray();
  return (first?.bytes ?? 4) / 4;
}
