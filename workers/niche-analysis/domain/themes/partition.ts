/** Rows to clusters: a Ward tree, cut where the silhouette is best, then refined. */
import { meanSilhouette } from "./silhouette.ts";
import { refine, type Partition } from "./spherical-kmeans.ts";
import type { VectorTable } from "./vectors.ts";
import { cutTree, wardTree, type Merge } from "./ward.ts";

export interface ChosenPartition extends Partition {
  clusters: number;
  silhouette: number;
}

/** A partition with more clusters is preferred while its silhouette is within this share of the best: specific themes are of more use. */
const silhouetteSlack = 0.05;

/** How many themes are considered for `rows` texts: 2–4 of 20, 8–13 of 1,000, 13–21 of 5,000. */
export function clusterBounds(rows: number): { least: number; most: number } {
  const scale = rows ** 0.3;
  return { least: Math.max(2, Math.round(scale)), most: Math.max(2, Math.round(1.6 * scale)) };
}

/** Cuts the tree at every number of clusters within the bounds and keeps the best. `distances` are cosine distances of `table`. */
export function choosePartition(table: VectorTable, distances: Float32Array, bounds: { least: number; most: number }): ChosenPartition {
  const tree = treeOf(distances, table.count);
  const candidates: ChosenPartition[] = [];
  for (let clusters = bounds.least; clusters <= Math.min(bounds.most, table.count); clusters++) {
    const partition = refine(table, cutTree(tree, table.count, clusters), clusters);
    candidates.push({ ...partition, clusters, silhouette: meanSilhouette(distances, partition.labels) });
  }
  const best = Math.max(...candidates.map(({ silhouette }) => silhouette));
  const good = candidates.filter(({ silhouette }) => silhouette >= best - Math.abs(best) * silhouetteSlack);
  const chosen = good.at(-1);
  if (!chosen) throw new RangeError(`no partition of ${table.count} rows into ${bounds.least} to ${bounds.most} clusters`);
  return chosen;
}

/** The partition into exactly `clusters`. */
export function partitionInto(table: VectorTable, distances: Float32Array, clusters: number): Partition {
  return refine(table, cutTree(treeOf(distances, table.count), table.count, clusters), clusters);
}

/** Squared Euclidean distances of rows of length 1 are twice their cosine distances. */
function treeOf(distances: Float32Array, count: number): Merge[] {
  return wardTree(
    distances.map((distance) => 2 * distance),
    count,
  );
}
