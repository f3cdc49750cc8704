/** Divides the texts of a theme by examples of what is to stand on its own. */
import { vectorsOf, type VectorSource } from "../themes/vectors.ts";

const rounds = 10;

/**
 * The rows of `whole` that are more like `examples` than like the rest: k-means with two centres that starts from the examples and the rest,
 * in which the examples stay where they were put (seeded and constrained k-means: Basu, Banerjee & Mooney 2002). In the order of `whole`,
 * whose order decides nothing else. Where the rest would be left empty, only the examples are taken.
 */
export function likeExamples(vectors: VectorSource, whole: readonly number[], examples: readonly number[]): number[] {
  const chosen = new Set(examples);
  const pinned = whole.map((row) => chosen.has(row));
  let taken = pinned;
  for (let round = 0; round < rounds; round++) {
    const { like, rest } = meansOf(vectors, whole, taken);
    const next = Array.from(vectorsOf(vectors, whole), (row) => distance(row, like) < distance(row, rest)).map(
      (nearer, i) => pinned[i] === true || nearer,
    );
    if (next.every(Boolean)) return whole.filter((_, i) => pinned[i]);
    if (next.every((value, i) => value === taken[i])) break;
    taken = next;
  }
  return whole.filter((_, i) => taken[i]);
}

function meansOf(vectors: VectorSource, whole: readonly number[], taken: readonly boolean[]): { like: Float64Array; rest: Float64Array } {
  const [like, rest] = [new Float64Array(vectors.dimensions), new Float64Array(vectors.dimensions)];
  let i = 0;
  for (const row of vectorsOf(vectors, whole)) {
    const sum = taken[i] === true ? like : rest;
    for (let d = 0; d < row.length; d++) sum[d] = (sum[d] ?? 0) + (row[d] ?? 0);
    i += 1;
  }
  const count = taken.filter(Boolean).length;
  return {
    like: like.map((value) => value / Math.max(1, count)),
    rest: rest.map((value) => value / Math.max(1, whole.length - count)),
  };
}

/** Squared. */
function distance(row: Float32Array, centre: Float64Array): number {
  return row.reduce((sum, value, d) => sum + (value - (centre[d] ?? 0)) ** 2, 0);
}
