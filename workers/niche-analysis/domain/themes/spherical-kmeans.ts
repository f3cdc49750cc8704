/** k-means on directions (Dhillon & Modha 2001), started from a given partition. */
import { centroidOf, dot, rowOf, type VectorTable } from "./vectors.ts";

export interface Partition {
  /** The cluster of every row, 0…k−1. */
  labels: Int32Array;
  /** Mean direction of each cluster, length 1. */
  centroids: Float32Array[];
}

/**
 * Moves each row to the centroid it points to most, until nothing moves or `rounds` are over. Rows must have length 1. Repairs what a tree
 * cannot: early merges that later ones prove wrong. Ties stay with the smaller cluster number. A cluster that loses all rows keeps its
 * last centroid and stays empty.
 */
export function refine(table: VectorTable, start: Int32Array, clusters: number, rounds = 12): Partition {
  let labels = start;
  let centroids = centroidsOf(table, labels, clusters);
  for (let round = 0; round < rounds; round++) {
    const moved = Int32Array.from(labels, (_, i) => nearestCentroid(rowOf(table, i), centroids).index);
    if (moved.every((label, i) => label === labels[i])) break;
    labels = moved;
    centroids = centroidsOf(table, labels, clusters, centroids);
  }
  return { labels, centroids };
}

/** The centroid with the largest cosine, that cosine, and the next largest. */
export function nearestCentroid(row: Float32Array, centroids: readonly Float32Array[]): { index: number; fit: number; next: number } {
  let [index, fit, next] = [0, -Infinity, -Infinity];
  centroids.forEach((centroid, i) => {
    const cosine = dot(row, centroid);
    if (cosine > fit) [index, fit, next] = [i, cosine, fit];
    else if (cosine > next) next = cosine;
  });
  return { index, fit, next };
}

function centroidsOf(table: VectorTable, labels: Int32Array, clusters: number, last: readonly Float32Array[] = []): Float32Array[] {
  const members: number[][] = Array.from({ length: clusters }, () => []);
  labels.forEach((label, i) => members[label]?.push(i));
  return members.map((rows, cluster) =>
    rows.length === 0 ? (last[cluster] ?? new Float32Array(table.dimensions)) : centroidOf(table, rows),
  );
}
