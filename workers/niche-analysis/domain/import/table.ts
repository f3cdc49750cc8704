/** What a reader makes of a file: rows with the cells that matter, whatever the file's format. */
import type { ColumnMapping, DropReason, ImportReport } from "../../../../contracts/services/niche-evidence.ts";
import type { Attributes } from "./attributes.ts";

export interface Cells extends Partial<Record<keyof ColumnMapping, string>> {
  text: string;
  /** The text holds no markup: what looks like a tag or an entity is meant so. */
  plain?: true;
  /** What the record says of its writer in a few words. */
  attributes?: Attributes;
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
  /** Columns to keep as attributes; found out where it is absent. */
  attributes?: readonly string[] | undefined;
}

/** Records that are looked at to find out what the columns hold. */
export const sampledRows = 200;

/** The row with what stands in the columns that are kept as attributes; why a record is no evidence stays as it is. */
export function withAttributes(row: TableRow, entries: readonly (readonly [name: string, values: string[]])[]): TableRow {
  const told = entries.filter(([, values]) => values.length > 0);
  return typeof row === "string" || told.length === 0 ? row : { ...row, attributes: Object.fromEntries(told) };
}
