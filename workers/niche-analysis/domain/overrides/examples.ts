/** Divides the texts of a theme by examples of what is to stand on its own. */
import type { VectorSource } from "../themes/find-themes.ts";
import { rowOf, vectorTable, type VectorTable } from "../themes/vectors.ts";

const rounds = 10;

/**
 * The rows of `whole` that are more like `examples` than like the rest: k-means with two centres that starts from the examples and the rest,
 * in which the examples stay where they were put (seeded and constrained k-means: Basu, Banerjee & Mooney 2002). In the order of `whole`,
 * whose order decides nothing else. Where the rest would be left empty, only the examples are taken.
 */
export function likeExamples({ read, dimensions }: VectorSource, whole: readonly number[], examples: readonly number[]): number[] {
  const table = vectorTable(read(whole), dimensions);
  const chosen = new Set(examples);
  const pinned = whole.map((row) => chosen.has(row));
  let taken = pinned;
  for (let round = 0; round < rounds; round++) {
    const like = meanOfRows(table, (i) => taken[i] === true);
    const rest = meanOfRows(table, (i) => taken[i] !== true);
    const next = pinned.map((pin, i) => pin || distance(rowOf(table, i), like) < distance(rowOf(table, i), rest));
    if (next.every(Boolean)) return whole.filter((_, i) => pinned[i]);
    if (next.every((value, i) => value === taken[i])) break;
    taken = next;
  }
  return whole.filter((_, i) => taken[i]);
}

function meanOfRows(table: VectorTable, belongs: (row: number) => boolean): Float64Array {
  const sum = new Float64Array(table.dimensions);
  let count = 0;
  for (let i = 0; i < table.count; i++) {
    if (!belongs(i)) continue;
    count += 1;
    rowOf(table, i).forEach((value, d) => (sum[d] = (sum[d] ?? 0) + value));
  }
  return sum.map((value) => value / Math.max(1, count));
}

/** Squared. */
function distance(row: Float32Array, centre: Float64Array): number {
  return row.reduce((sum, value, d) => sum + (value - (centre[d] ?? 0)) ** 2, 0);
}
