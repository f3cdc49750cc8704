/** What an import has to remember of the rows before, to tell texts, further occurrences of them and rows that were sent twice apart. */
import { occurrenceOf, type TakenRow } from "./occurrence.ts";

/** A row that may be kept. `occurrence`: the first of its kind; `bare`: nothing tells it apart from another one. */
export interface Candidate extends Omit<TakenRow, "text" | "occurrence"> {
  occurrence: string;
  bare: boolean;
}

/**
 * What a row is: a text that is new; one more occurrence of a text; an occurrence that the niche has already, of a text that the file had not
 * yet; or nothing new. `first`: of its text in the file.
 */
export type Admission =
  | { as: "text" | "copy" | "known"; first: boolean; occurrence: string }
  | { as: "duplicate" | "over-limit"; first: false };

export interface ImportMemory {
  /** Of the texts `ids` those that need no room, since the file or the niche has them; and how many new ones of this file there is room for in all. */
  recall(ids: readonly string[]): { known: ReadonlySet<string>; room: number };
  /** Admits rows in the order of the file, whose texts are known or have room, after `copies` further occurrences. Remembers them. */
  admit(rows: readonly Candidate[], copies: number): Admission[];
  /** SHA-256 over the ids of the texts that are new, in canonical order (sorted), one a line. */
  digest(): string;
}

/** Asked in the order of a file: which occurrence a row is that nothing tells apart, when so many like it came before. */
export function nextOccurrence({ id, rating, occurrence, bare }: Candidate, before: number): string {
  return bare && before > 0 ? occurrenceOf(id, { rating }, before + 1) : occurrence;
}

/** Of a file alone, in memory, which bounds it: `most` texts, and as many further occurrences. `digest` is given the ids. */
export class FileMemory implements ImportMemory {
  readonly #most: number;
  readonly #digest: (ids: Iterable<string>) => string;
  readonly #ids = new Set<string>();
  readonly #occurrences = new Set<string>();
  /** Of rows that nothing tells apart, how many there were, by the first of them; of those that came once none. */
  readonly #again = new Map<string, number>();

  constructor(most: number, digest: (ids: Iterable<string>) => string) {
    this.#most = most;
    this.#digest = digest;
  }

  recall(ids: readonly string[]): { known: ReadonlySet<string>; room: number } {
    return { known: new Set(ids.filter((id) => this.#ids.has(id))), room: this.#most };
  }

  admit(rows: readonly Candidate[], copies: number): Admission[] {
    let further = copies;
    return rows.map((row): Admission => {
      const occurrence = nextOccurrence(row, this.#countOf(row));
      if (this.#occurrences.has(occurrence)) return { as: "duplicate", first: false };
      const first = !this.#ids.has(row.id);
      if (!first && further >= this.#most) return { as: "over-limit", first: false };
      if (!first) further++;
      this.#ids.add(row.id);
      this.#occurrences.add(occurrence);
      return { as: first ? "text" : "copy", first, occurrence };
    });
  }

  digest(): string {
    return this.#digest(this.#ids);
  }

  /** How many rows like this one came before it, which is counted with them. */
  #countOf({ occurrence, bare }: Candidate): number {
    if (!bare || !this.#occurrences.has(occurrence)) return 0;
    const before = this.#again.get(occurrence) ?? 1;
    this.#again.set(occurrence, before + 1);
    return before;
  }
}
