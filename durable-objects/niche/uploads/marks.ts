/**
 * What the reading of an upload remembers of its rows, in rows of their own: as many as a niche has room for would not fit in memory. Every
 * question is one statement for some hundred rows of the file.
 */
import { Sha256 } from "../../../workers/niche-analysis/domain/import/sha256.ts";
import {
  nextOccurrence,
  type Admission,
  type Candidate,
  type ImportMemory,
} from "../../../workers/niche-analysis/domain/import/import-memory.ts";
import { maxEvidence } from "../rows.ts";
import { knownOccurrences } from "../staging.ts";

const encoder = new TextEncoder();

export class UploadMemory implements ImportMemory {
  readonly #sql: SqlStorage;
  readonly #upload: string;
  #closed = false;

  constructor(sql: SqlStorage, upload: string) {
    this.#sql = sql;
    this.#upload = upload;
  }

  recall(ids: readonly string[]): { known: ReadonlySet<string>; room: number } {
    const known = this.#sql.exec<{ id: string }>(
      `SELECT value AS id FROM json_each(?1) WHERE EXISTS (SELECT 1 FROM evidence WHERE evidence.id = value)
         OR EXISTS (SELECT 1 FROM upload_marks WHERE upload = ?2 AND mark = value)`,
      JSON.stringify(ids),
      this.#upload,
    );
    return { known: new Set(Array.from(known, ({ id }) => id)), room: maxEvidence - this.#count("evidence") };
  }

  /** Nothing is admitted or remembered any more: what is there is about to be deleted. */
  close(): void {
    this.#closed = true;
  }

  admit(rows: readonly Candidate[], copies: number): Admission[] {
    if (this.#closed) return rows.map(() => ({ as: "duplicate", first: false }));
    const marks = this.#marks(rows.flatMap(({ id, occurrence }) => [id, occurrence]));
    const noted = new Map<string, number>();
    const timesOf = (mark: string) => noted.get(mark) ?? marks.get(mark) ?? 0;
    const named = rows.map((row) => {
      if (!row.bare) return row;
      const before = timesOf(row.occurrence);
      noted.set(row.occurrence, before + 1);
      return { ...row, occurrence: nextOccurrence(row, before), isNext: before > 0 };
    });
    const { texts, occurrences } = knownOccurrences(this.#sql, named);
    const room = maxEvidence - this.#count("occurrences");
    let further = copies;
    const admissions = named.map((row, i): Admission => {
      const { id, occurrence } = row;
      // A bare row was counted above: the first of its kind is noted, and no other.
      if (!row.bare && timesOf(occurrence) > 0) return { as: "duplicate", first: false };
      const first = timesOf(id) === 0;
      const isCopy = !first || texts.has(i);
      const isKnown = occurrences.has(i);
      if (isCopy && !isKnown && further >= room) return { as: "over-limit", first: false };
      if (!row.bare) noted.set(occurrence, 1);
      noted.set(id, 1);
      if (isKnown) return first ? { as: "known", first, occurrence } : { as: "duplicate", first: false };
      if (isCopy) further++;
      return { as: isCopy ? "copy" : "text", first, occurrence };
    });
    this.#note(noted);
    return admissions;
  }

  /** Of the texts that the niche does not have at this moment. */
  digest(): string {
    return digestOfIds(
      this.#sql.exec<{ id: string }>(
        `SELECT mark AS id FROM upload_marks WHERE upload = ? AND mark >= 'evd_' AND mark < 'evd\`'
           AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.id = mark) ORDER BY mark`,
        this.#upload,
      ),
    );
  }

  #marks(names: readonly string[]): Map<string, number> {
    const found = this.#sql.exec<{ mark: string; times: number }>(
      "SELECT mark, times FROM upload_marks WHERE upload = ? AND mark IN (SELECT value FROM json_each(?))",
      this.#upload,
      JSON.stringify(names),
    );
    return new Map(Array.from(found, ({ mark, times }) => [mark, times]));
  }

  #note(noted: ReadonlyMap<string, number>): void {
    this.#sql.exec(
      `INSERT OR REPLACE INTO upload_marks (upload, mark, times) SELECT ?, value->>0, value->>1 FROM json_each(?)`,
      this.#upload,
      JSON.stringify([...noted]),
    );
  }

  /** Rows are never taken away from these tables, so their positions count them. */
  #count(table: "evidence" | "occurrences"): number {
    return this.#sql.exec<{ n: number }>(`SELECT COALESCE(MAX(position), 0) AS n FROM ${table}`).one().n;
  }
}

/** SHA-256 over ids that come in canonical order, as `evidenceDigest` makes it of a list. */
export function digestOfIds(rows: Iterable<{ id: string }>): string {
  const digest = new Sha256();
  let separator = "";
  for (const { id } of rows) {
    digest.update(encoder.encode(separator + id));
    separator = "\n";
  }
  return digest.hex();
}

/** Deletes at most so many marks of an upload; true when there are none left. */
export function deleteMarks(sql: SqlStorage, upload: string, most: number): boolean {
  sql.exec(
    "DELETE FROM upload_marks WHERE upload = ?1 AND mark IN (SELECT mark FROM upload_marks WHERE upload = ?1 LIMIT ?2)",
    upload,
    most,
  );
  return sql.exec("SELECT 1 FROM upload_marks WHERE upload = ? LIMIT 1", upload).toArray().length === 0;
}
