/** What a report consists of, whatever it is written as: headings, paragraphs, tables, and marks that lead to notes. */

/** Words, words that stand out, words that open an address, or the mark of a note by its number from 1. */
export type Inline = string | { strong: string } | { link: string; href: string } | { note: number };
export type Inlines = readonly Inline[];

export type Block =
  | { kind: "heading"; level: 1 | 2 | 3; text: string }
  | { kind: "paragraph"; parts: Inlines }
  | { kind: "quote"; parts: Inlines }
  | { kind: "list"; items: readonly Inlines[] }
  /** `widths`: shares of the line's width, for where columns do not find theirs. */
  | {
      kind: "table";
      header: readonly string[];
      numbers: readonly number[];
      widths: readonly number[];
      rows: readonly (readonly Inlines[])[];
    };

/** Rows of a table of the market: the first of them, and how many there are. */
export interface TableRows {
  tableId: string;
  fileName: string;
  rows: readonly number[];
  total: number;
}

/** A note: what it speaks for, and the texts or rows that stand behind it. */
export interface Note {
  /** Absent where the note is where a quote comes from. */
  about?: string;
  /** The first of them. */
  evidenceIds: readonly string[];
  /** All of them. */
  total: number;
  rows?: TableRows;
  /** The niche whose texts these are, where the report is of several. */
  nicheId?: string | undefined;
}

export interface ReportContent {
  title: string;
  /** For the foot of a page. */
  state: string;
  blocks: readonly Block[];
  notes: readonly Note[];
}
