/** The baseline that is told how many themes there are: Lloyd's k-means from several k-means++ starts (Arthur & Vassilvitskii 2007). */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { cosineOf, rowOf, type VectorTable } from "../../workers/niche-analysis/domain/themes/vectors.ts";

export interface KMeansClusters {
  /** Of every row, its cluster, from 0. */
  labels: Int32Array;
  centres: Float32Array[];
  /** Sum of the squared distances of the rows to their centres. */
  inertia: number;
}

/** Rounds at most; a start ends before when no row changes its cluster. */
const mostRounds = 300;

/** The clusters of the start whose inertia is least, by Euclidean distance. */
export function kMeans(table: VectorTable, clusters: number, { seed, starts = 10 }: { seed: number; starts?: number }): KMeansClusters {
  const squares = Float64Array.from({ length: table.count }, (_, i) => cosineOf(rowOf(table, i), rowOf(table, i)));
  let best = oneStart(table, squares, clusters, seed * 1_000);
  for (let start = 1; start < starts; start++) {
    const next = oneStart(table, squares, clusters, seed * 1_000 + start);
    if (next.inertia < best.inertia) best = next;
  }
  return best;
}

function oneStart(table: VectorTable, squares: Float64Array, clusters: number, seed: number): KMeansClusters {
  let centres = spread(table, squares, clusters, seed);
  const labels = new Int32Array(table.count).fill(-1);
  for (let round = 0; ; round++) {
    const lengths = centres.map((centre) => cosineOf(centre, centre));
    let [inertia, moved] = [0, 0];
    for (let i = 0; i < table.count; i++) {
      const row = rowOf(table, i);
      let [index, least] = [0, Infinity];
      for (let c = 0; c < centres.length; c++) {
        const distance = (lengths[c] ?? 0) - 2 * cosineOf(row, centres[c] ?? row);
        if (distance < least) [index, least] = [c, distance];
      }
      if (labels[i] !== index) moved += 1;
      labels[i] = index;
      inertia += Math.max(0, (squares[i] ?? 0) + least);
    }
    if (moved === 0 || round === mostRounds) return { labels, centres, inertia };
    centres = meansOf(table, labels, centres);
  }
}

/** The mean of each cluster's rows; a centre without rows stays where it is. */
function meansOf(table: VectorTable, labels: Int32Array, centres: readonly Float32Array[]): Float32Array[] {
  const sizes = new Float64Array(centres.length);
  const sums = centres.map(() => new Float64Array(table.dimensions));
  labels.forEach((label, i) => {
    sizes[label] = (sizes[label] ?? 0) + 1;
    const [row, sum] = [rowOf(table, i), sums[label]];
    if (sum) for (let d = 0; d < row.length; d++) sum[d] = (sum[d] ?? 0) + (row[d] ?? 0);
  });
  return centres.map((centre, c) => {
    const size = sizes[c] ?? 0;
    return size === 0 ? centre : Float32Array.from(sums[c] ?? centre, (value) => value / size);
  });
}

/**
 * Rows as the first centres: of some that are drawn with probability proportional to their squared distance from those chosen, the one after which
 * the rows lie nearest (greedy k-means++).
 */
function spread(table: VectorTable, squares: Float64Array, clusters: number, seed: number): Float32Array[] {
  const random = xoroshiro128plus(seed);
  const draws = 2 + Math.floor(Math.log(clusters));
  const first = Math.floor(uniformFloat64(random) * table.count);
  const chosen = [rowOf(table, first)];
  let distances = nearer(table, squares, new Float64Array(table.count).fill(Infinity), first);
  while (chosen.length < clusters) {
    const candidates = Array.from({ length: draws }, () => {
      const row = drawn(distances, uniformFloat64(random));
      const after = nearer(table, squares, distances, row);
      return { row, after, left: sumOf(after) };
    });
    const [best] = candidates.toSorted((a, b) => a.left - b.left);
    if (!best) break;
    chosen.push(rowOf(table, best.row));
    distances = best.after;
  }
  return chosen;
}

/** Squared distances to the nearest centre, once this row is one too. */
function nearer(table: VectorTable, squares: Float64Array, distances: Float64Array, row: number): Float64Array {
  const centre = rowOf(table, row);
  return distances.map((distance, i) =>
    Math.min(distance, Math.max(0, (squares[i] ?? 0) + (squares[row] ?? 0) - 2 * cosineOf(rowOf(table, i), centre))),
  );
}

/** The row at this share, 0 to 1, of all distances. */
function drawn(distances: Float64Array, share: number): number {
  let left = share * sumOf(distances);
  const row = distances.findIndex((distance) => (left -= distance) < 0);
  return row === -1 ? distances.length - 1 : row;
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
