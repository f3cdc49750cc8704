/** Numbers for the notes of a report, in the order of their first mark. */
import type { Inline, Note } from "./blocks.ts";

/** Texts that a note names: all are in the tables. */
const named = 5;

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
