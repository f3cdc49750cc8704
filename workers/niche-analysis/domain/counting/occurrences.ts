/** Occurrences of texts wherever they are kept: who wrote a text, when, and in which conversation. One text may have many. */
import type { TextFacts } from "../texts.ts";

export interface Occurrence {
  /** Of the text. */
  row: number;
  author?: string | undefined;
  /** ISO 8601. */
  date?: string | undefined;
  thread?: string | undefined;
}

export interface OccurrenceSource {
  /** Every occurrence of these rows: in the order of the rows, of each row the earliest first, and in one order where they are equally early. */
  read(rows: readonly number[]): Iterable<Occurrence>;
}

/** Texts of which each was written once. */
export function writtenOnce(facts: readonly TextFacts[]): OccurrenceSource {
  return {
    *read(rows) {
      for (const row of rows) {
        const { author, date, thread } = facts[row] ?? {};
        yield { row, author, date, thread };
      }
    },
  };
}
