/** Would the same clusters come out of other texts of the same kind? Bootstrap stability (Hennig 2007). */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { jaccard } from "./agreement.ts";
import { partitionInto } from "./partition.ts";
import { selectRows, type VectorTable } from "./vectors.ts";

/**
 * For each of `clusters`, the mean over `resamples` bootstrap samples of its largest Jaccard similarity with a cluster of the sample, both
 * restricted to the rows drawn. ≥ 0.75 is stable, < 0.6 should not be trusted (Hennig 2007, section 3).
 */
export function clusterStability(
  table: VectorTable,
  distances: Float32Array,
  clusters: readonly (readonly number[])[],
  { seed, resamples }: { seed: number; resamples: number },
): number[] {
  const random = xoroshiro128plus(seed);
  const totals = clusters.map(() => 0);
  for (let round = 0; round < resamples; round++) {
    const drawn = [...new Set(Array.from({ length: table.count }, () => uniformInt(random, 0, table.count - 1)))].toSorted((a, b) => a - b);
    const { labels } = partitionInto(
      selectRows(table, drawn),
      subMatrix(distances, table.count, drawn),
      Math.min(clusters.length, drawn.length),
    );
    const found: Set<number>[] = clusters.map(() => new Set());
    labels.forEach((label, i) => found[label]?.add(drawn[i] ?? -1));
    const present = new Set(drawn);
    clusters.forEach((members, i) => {
      const own = new Set(members.filter((row) => present.has(row)));
      totals[i] = (totals[i] ?? 0) + Math.max(...found.map((other) => jaccard(own, other)));
    });
  }
  return totals.map((total) => total / resamples);
}

function subMatrix(distances: Float32Array, count: number, rows: readonly number[]): Float32Array {
  const part = new Float32Array(rows.length ** 2);
  rows.forEach((row, i) => rows.forEach((column, j) => (part[i * rows.length + j] = distances[row * count + column] ?? 0)));
  return part;
}
