/** Lays rows of different length side by side. */
import type { TokenBatch } from "../backends/engine.ts";

/** Pads every row with 0 to the longest one. */
export function padRows(rows: readonly Int32Array[]): TokenBatch {
  const width = rows.reduce((longest, row) => Math.max(longest, row.length), 0);
  const ids = new Int32Array(rows.length * width);
  rows.forEach((row, index) => ids.set(row, index * width));
  return { ids, lengths: Int32Array.from(rows, (row) => row.length), width };
}
