/** Who wrote the texts of a niche: of each its first occurrence, kept with the evidence, and all further ones. */
import { evidenceSchema } from "../../contracts/services/niche-evidence.ts";
import type { Occurrence, OccurrenceSource } from "../../workers/niche-analysis/domain/counting/occurrences.ts";
import type { TakenRow } from "../../workers/niche-analysis/domain/import/occurrence.ts";
import { blocksOf } from "../../workers/niche-analysis/domain/texts.ts";

const attributesSchema = evidenceSchema.shape.attributes;

/** Copies of one hand-over to another niche: some hundred bytes each. */
const handedOver = 1_000;

interface StoredOccurrence extends Record<string, SqlStorageValue> {
  place: number;
  author: string | null;
  date: string | null;
  thread: string | null;
}

/** Every occurrence of the texts `ids` among the first `through` copies, read row by row: one text may have a hundred thousand. */
export function occurrencesOf(sql: SqlStorage, ids: readonly string[], through: number): OccurrenceSource {
  return {
    *read(rows) {
      for (const block of blocksOf(rows)) {
        const found = sql.exec<StoredOccurrence>(
          `SELECT asked.key AS place, evidence.author AS author, evidence.date AS date, origins.thread AS thread
           FROM json_each(?1) AS asked JOIN evidence ON evidence.id = asked.value LEFT JOIN origins ON origins.evidence_id = evidence.id
           UNION ALL SELECT asked.key, occurrences.author, occurrences.date, occurrences.thread
           FROM json_each(?1) AS asked JOIN occurrences ON occurrences.evidence_id = asked.value WHERE occurrences.position <= ?2
           ORDER BY place, date NULLS LAST, author NULLS LAST, thread NULLS LAST`,
          JSON.stringify(block.map((row) => ids[row] ?? "")),
          through,
        );
        for (const { place, author, date, thread } of found) yield occurrenceAt(block[place] ?? 0, { author, date, thread });
      }
    },
  };
}

/** Who wrote these texts besides their first writer, among the first `through` copies; undefined for somebody without a name. For a few hundred. */
export function furtherWriters(sql: SqlStorage, ids: readonly string[], through: number): Map<string, (string | undefined)[]> {
  const found = new Map<string, (string | undefined)[]>();
  const rows = sql.exec<{ id: string; author: string | null }>(
    "SELECT evidence_id AS id, author FROM occurrences WHERE evidence_id IN (SELECT value FROM json_each(?)) AND position <= ? ORDER BY position",
    JSON.stringify(ids),
    through,
  );
  for (const { id, author } of rows) {
    const writers = found.get(id) ?? [];
    found.set(id, writers);
    writers.push(author ?? undefined);
  }
  return found;
}

function occurrenceAt(row: number, { author, date, thread }: Pick<StoredOccurrence, "author" | "date" | "thread">): Occurrence {
  return {
    row,
    ...(author === null ? {} : { author }),
    ...(date === null ? {} : { date }),
    ...(thread === null ? {} : { thread }),
  };
}

/** These texts as another niche stages them, in the order of their ids; for a few hundred. */
export function takenRows(sql: SqlStorage, ids: readonly string[]): TakenRow[] {
  return sql
    .exec<StoredRow & { text: string; attributes: string | null }>(
      `SELECT id, text, author, date, rating, source, row, provenance, language, occurrence, thread, attributes.body AS attributes FROM evidence
       LEFT JOIN other_languages ON other_languages.evidence_id = id LEFT JOIN origins ON origins.evidence_id = id
       LEFT JOIN attributes ON attributes.evidence_id = id
       WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
      JSON.stringify(ids),
    )
    .toArray()
    .map(({ text, attributes, ...stored }) => ({
      ...takenRow(stored),
      text,
      ...(attributes === null ? {} : { attributes: attributesSchema.parse(JSON.parse(attributes)) }),
    }));
}

/** Further occurrences of these texts among the first `through`, in the order of their arrival for every few hundred texts; parts of a thousand. */
export function* copiesIn(sql: SqlStorage, ids: readonly string[], through: number): Generator<TakenRow[], void> {
  for (const block of blocksOf(ids)) {
    const asked = JSON.stringify(block);
    let after = 0;
    for (;;) {
      const part = sql
        .exec<StoredRow & { position: number }>(
          `SELECT position, evidence_id AS id, author, date, rating, source, row, provenance, NULL AS language, occurrence, thread FROM occurrences
           WHERE evidence_id IN (SELECT value FROM json_each(?)) AND position > ? AND position <= ? ORDER BY position LIMIT ${handedOver}`,
          asked,
          after,
          through,
        )
        .toArray();
      if (part.length > 0) yield part.map(takenRow);
      if (part.length < handedOver) break;
      after = part.at(-1)?.position ?? through;
    }
  }
}

interface StoredRow extends Record<string, SqlStorageValue> {
  id: string;
  author: string | null;
  date: string | null;
  rating: number | null;
  source: string;
  row: number;
  provenance: string;
  language: string | null;
  occurrence: string | null;
  thread: string | null;
}

function takenRow({ id, author, date, rating, source, row, provenance, language, occurrence, thread }: StoredRow): TakenRow {
  return {
    id,
    ...(author === null ? {} : { author }),
    ...(date === null ? {} : { date }),
    ...(rating === null ? {} : { rating }),
    ...(language === null ? {} : { language }),
    source,
    row,
    provenance,
    ...(occurrence === null ? {} : { occurrence }),
    ...(thread === null ? {} : { thread }),
  };
}
