/** Would the same themes come out of other texts of the same kind? Bootstrap stability (Hennig 2007). */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { communities } from "./communities.ts";
import { quantile } from "../intervals/bootstrap.ts";
import { inducedGraph, type Graph } from "./neighbour-graph.ts";

export interface Stability {
  value: number;
  /** Between these lie the similarities of 95 % of the resamples. */
  low: number;
  high: number;
}

/**
 * For each of the clusters 0…k−1 of `labels` (−1 belongs to none), the mean over `resamples` bootstrap samples of its largest Jaccard
 * similarity with a community of the sample, both restricted to the rows drawn. ≥ 0.75 is stable, < 0.6 should not be trusted (Hennig 2007,
 * section 3). A row drawn twice counts once, and rows keep the neighbours that were drawn with them.
 */
export async function clusterStability(
  graph: Graph,
  labels: Int32Array,
  { seed, resamples, resolution, pause }: { seed: number; resamples: number; resolution: number; pause: () => Promise<void> },
): Promise<Stability[]> {
  const random = xoroshiro128plus(seed);
  const clusters = labels.reduce((most, label) => Math.max(most, label), -1) + 1;
  const similarities = Array.from({ length: clusters }, (): number[] => []);
  for (let round = 0; round < resamples; round++) {
    const drawn = new Uint8Array(graph.count);
    for (let i = 0; i < graph.count; i++) drawn[uniformInt(random, 0, graph.count - 1)] = 1;
    const rows = Int32Array.from(drawn.keys()).filter((row) => drawn[row] === 1);
    const found = communities(inducedGraph(graph, rows), resolution);
    largestJaccards(
      rows.map((row) => labels[row] ?? -1),
      found,
      clusters,
    ).forEach((value, cluster) => similarities[cluster]?.push(value));
    await pause();
  }
  return similarities.map(meanWithin);
}

function meanWithin(similarities: readonly number[]): Stability {
  const value = similarities.reduce((sum, one) => sum + one, 0) / similarities.length;
  const sorted = similarities.toSorted((a, b) => a - b);
  return { value, low: Math.min(value, quantile(sorted, 0.025)), high: Math.max(value, quantile(sorted, 0.975)) };
}

/** Of each of the clusters of `own`, the largest Jaccard similarity with a cluster of `other`. */
function largestJaccards(own: Int32Array, other: Int32Array, clusters: number): Float64Array {
  const width = other.reduce((most, label) => Math.max(most, label), -1) + 1;
  const shared = new Int32Array(clusters * width);
  const [sizes, otherSizes] = [new Int32Array(clusters), new Int32Array(width)];
  own.forEach((label, i) => {
    const partner = other[i] ?? 0;
    otherSizes[partner] = (otherSizes[partner] ?? 0) + 1;
    if (label < 0) return;
    sizes[label] = (sizes[label] ?? 0) + 1;
    shared[label * width + partner] = (shared[label * width + partner] ?? 0) + 1;
  });
  return Float64Array.from(sizes, (size, cluster) => {
    let best = 0;
    for (let partner = 0; partner < width; partner++) {
      const both = shared[cluster * width + partner] ?? 0;
      if (both > 0) best = Math.max(best, both / (size + (otherSizes[partner] ?? 0) - both));
    }
    return best;
  });
}
