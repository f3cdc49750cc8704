/** Rows of an actor's own tables, cell by cell: read exactly as they are stored, and written back so. */
import type { Cell } from "../../../contracts/services/backup.ts";
import { cellOf, kindsOf, needsBytes, readingOf, writingOf } from "../../../contracts/services/backup-cells.ts";

/** What a SELECT has to read so that `cellsOf` understands its rows. */
export function readingsOf(columns: readonly string[], asBytes = false): string {
  return [kindsOf(columns), ...columns.map((column) => readingOf(column, asBytes))].join(", ");
}

/** The cells of a row that was read by `readingsOf`; `undefined` when it has to be read as bytes to be certain. */
export function cellsOf([kinds, ...values]: readonly SqlStorageValue[], asBytes = false): Cell[] | undefined {
  if (!asBytes && values.some(needsBytes)) return undefined;
  return values.map((value, index) => cellOf(String(kinds)[index], value));
}

/** Inserts a row; `insert` is the statement up to VALUES. */
export function writeCells(sql: SqlStorage, insert: string, cells: readonly Cell[]): void {
  const written = cells.map((cell) => writingOf(cell, "?"));
  sql.exec(`${insert} VALUES (${written.map(({ expression }) => expression).join(", ")})`, ...written.map(({ bound }) => bound));
}

/** Characters that a cell adds to a page, about. */
export function weightOf(cell: Cell): number {
  if (typeof cell === "string") return cell.length;
  if (cell === null || typeof cell === "number") return 8;
  return Object.values(cell).join("").length;
}
