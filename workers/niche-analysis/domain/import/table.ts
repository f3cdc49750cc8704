/** What a reader makes of a file: rows with the cells that matter, whatever the file's format. */
import type { ColumnMapping, DropReason, ImportReport } from "../../../../contracts/services/niche-evidence.ts";

export interface Cells extends Partial<Record<keyof ColumnMapping, string>> {
  text: string;
  /** The text holds no markup: what looks like a tag or an entity is meant so. */
  plain?: true;
  /** What `nativeId` and `thread` are unique in; without it, in the file. */
  origin?: string;
}

/** The cells of one record, or why it is no evidence. */
export type TableRow = Cells | DropReason;

export interface Table {
  readonly description: Pick<ImportReport, "format" | "recognised" | "delimiter" | "preambleLines" | "columns">;
  push(text: string): TableRow[];
  end(): TableRow[];
}

/** A table, and the rows that the text it was opened with completes. */
export interface OpenedTable {
  table: Table;
  rows: TableRow[];
}

/** What is known when a table is opened. */
export interface Opening {
  /** The first part of the text. */
  start: string;
  /** There is no more text than `start`. */
  whole: boolean;
  fileName: string;
  mapping?: ColumnMapping | undefined;
}

/** Records that are looked at to find out what the columns hold. */
export const sampledRows = 200;
