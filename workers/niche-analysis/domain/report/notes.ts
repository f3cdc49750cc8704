/** Numbers for the notes of a report, in the order of their first mark. */
import type { Inline, Note, TableRows } from "./blocks.ts";

/** Texts that a note names: all are in the tables. */
const named = 5;
/** Rows that a note names. */
const namedRows = 10;

export class Notes {
  readonly #numbers = new Map<string, number>();
  readonly #notes: Note[] = [];

  /** Where a quote comes from: the same mark each time that its text is quoted. */
  source(evidenceId: string): Inline {
    return this.#mark(evidenceId, { evidenceIds: [evidenceId], total: 1 });
  }

  /** What stands behind a figure; `total` where `evidenceIds` are not all. */
  claim(key: string, about: string, evidenceIds: readonly string[], total = evidenceIds.length): Inline {
    return this.#mark(`claim ${key}`, { about, evidenceIds: evidenceIds.slice(0, named), total });
  }

  /** Rows of a table that stand behind a figure; without any, only how it came about. */
  table(key: string, about: string, { rows, ...table }: TableRows): Inline {
    return this.#mark(`table ${key}`, { about, evidenceIds: [], total: 0, rows: { ...table, rows: rows.slice(0, namedRows) } });
  }

  /** How a figure came about that follows from what somebody stated. */
  stated(key: string, about: string): Inline {
    return this.#mark(`stated ${key}`, { about, evidenceIds: [], total: 0 });
  }

  list(): readonly Note[] {
    return this.#notes;
  }

  #mark(key: string, note: Note): Inline {
    const known = this.#numbers.get(key);
    if (known !== undefined) return { note: known };
    this.#notes.push(note);
    this.#numbers.set(key, this.#notes.length);
    return { note: this.#notes.length };
  }
}
