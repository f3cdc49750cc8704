/** Numbers for the notes of a report, in the order of their first mark. */
import type { Inline, Note, TableRows } from "./blocks.ts";

/** Texts that a note names: all are in the tables. */
const named = 5;
/** Rows that a note names. */
const namedRows = 10;

interface Kept {
  numbers: Map<string, number>;
  notes: Note[];
}

export class Notes {
  readonly #kept: Kept;
  readonly #nicheId: string | undefined;

  constructor(kept: Kept = { numbers: new Map(), notes: [] }, nicheId?: string) {
    this.#kept = kept;
    this.#nicheId = nicheId;
  }

  /** These notes, as far as they speak of one niche of several. */
  of(nicheId: string): Notes {
    return new Notes(this.#kept, nicheId);
  }

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
    return this.#kept.notes;
  }

  #mark(key: string, note: Note): Inline {
    const { numbers, notes } = this.#kept;
    const known = numbers.get(key);
    if (known !== undefined) return { note: known };
    notes.push(this.#nicheId === undefined ? note : { ...note, nicheId: this.#nicheId });
    numbers.set(key, notes.length);
    return { note: notes.length };
  }
}
