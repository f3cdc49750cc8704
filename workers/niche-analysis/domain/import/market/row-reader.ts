/** What a reader of one kind of market table is: columns in, then rows one by one, then the table. */
import type { IgnoredCells } from "./ignored-cells.ts";
import type { MarketDropReason, MarketRow, MarketTable, MarketTableKind } from "../../../../../contracts/services/niche-market-tables.ts";

/** What is known of the file when its header has been read. */
export interface MarketHeader {
  columns: readonly string[];
  /** Its cells are parted by semicolons: then a comma is a decimal one. */
  decimalComma: boolean;
  fileName: string;
}

export interface RowReader {
  readonly used: Record<string, string>;
  /** Cells that were left out, whatever became of their rows. */
  readonly ignored: IgnoredCells;
  /** Whether a row was kept (`undefined`), or why not. `row` is its number in the file. */
  take(cells: readonly string[], row: number): MarketDropReason | undefined;
  /** The rows, and what the table is besides. */
  result(): { rows: MarketRow[] } & Partial<Pick<MarketTable, "months" | "outcomes" | "segments" | "source">>;
}

/** Undefined where the columns are not those of the kind; a sentence that says what is missing where they nearly are. */
export interface MarketKind {
  kind: MarketTableKind;
  /** What the columns of such a table are called, for errors. */
  wanted: string;
  open(header: MarketHeader): RowReader | undefined;
}
