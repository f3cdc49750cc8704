/** Texts wherever they are kept: a hundred thousand of them do not fit in the memory of one isolate, so they are read a few at a time. */

export interface TextSource {
  /** The texts of these rows, in the given order. */
  read(rows: readonly number[]): string[];
}

/** What is known of a text without reading it. */
export interface TextFacts {
  id: string;
  author?: string | undefined;
  /** ISO 8601. */
  date?: string | undefined;
  /** The conversation that it belongs to. */
  thread?: string | undefined;
}

/** Rows read at a time. */
const blockRows = 500;

export function textsOf(rows: readonly { text: string }[]): TextSource {
  return { read: (chosen) => chosen.map((row) => rows[row]?.text ?? "") };
}

/** The rows, some hundreds at a time. */
export function* blocksOf<Row>(rows: readonly Row[]): Generator<Row[], void> {
  for (let from = 0; from < rows.length; from += blockRows) yield rows.slice(from, from + blockRows);
}
