/** Cells of a market table that hold something other than what their column is for: how many, and the first of them. */
import { maxListedIgnored, type IgnoredCell } from "../../../../../contracts/services/niche-market-tables.ts";

export class IgnoredCells {
  count = 0;
  readonly listed: IgnoredCell[] = [];
  readonly #columns: readonly string[];

  constructor(columns: readonly string[]) {
    this.#columns = columns;
  }

  add(row: number, column: number | undefined, why: IgnoredCell["why"]): void {
    this.count++;
    if (this.listed.length < maxListedIgnored) this.listed.push({ row, column: (this.#columns[column ?? -1] ?? "").slice(0, 200), why });
  }
}
