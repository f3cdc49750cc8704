/** Of many partitions into themes, coarse and fine, the one on which the good ones agree. */
import { normalisedMutualInformation } from "./agreement.ts";
import { communities } from "./communities.ts";
import { meanCosineSilhouette } from "./cosine-silhouette.ts";
import { neighbourGraph, type Graph } from "./neighbour-graph.ts";
import { nearest, type Neighbours } from "./neighbours.ts";
import type { VectorTable } from "./vectors.ts";

/** Neighbours that a row is joined to: few tell small themes apart, many hold large ones together. */
const neighbourhoods = [30, 45, 60];
/** Neighbours that a partition needs at most. */
export const mostNeighbours = Math.max(...neighbourhoods);
/** From a few broad themes to many narrow ones, in smaller steps where a step changes more. */
const resolutions = [0.5, 0.7, 0.85, 1, 1.2, 1.4, 1.7, 2, 2.4, 2.8, 3.4, 4, 5.6, 8, 11.3, 16];
/** Partitions whose silhouette is within this share of the best one are good. */
const slack = 0.1;
/** Below this silhouette texts shade into one another: reviews lie about 0.1, questions that people sorted by topic above 0.2. */
const noStructure = 0.15;

/** How many themes a reader of so many texts can use: 7 to 14 of 200, 11 to 22 of 1,000, 17 to 34 of 5,000. */
export function usefulThemes(rows: number): { least: number; most: number } {
  const least = Math.max(2, Math.ceil(1.3 * rows ** 0.3));
  return { least, most: 2 * least };
}

export interface Partition {
  /** Theme of every row, from 0. */
  labels: Int32Array;
  /** What it was found in. */
  graph: Graph;
  neighbours: number;
  resolution: number;
  silhouette: number;
}

/** Graphs are large: that of the chosen one is made again. */
type Tried = Omit<Partition, "graph">;

/**
 * The communities of several graphs of nearest neighbours at several resolutions; of those whose mean silhouette is within a tenth of the best, the
 * one that shares most with the others (largest average normalised mutual information: Strehl & Ghosh 2002, the best of the single solutions).
 * The number of themes is not given. Partitions into more than `most` parts are left out, unless there is no other. Only where texts shade
 * into one another, so that no number is better than others, it lies within `usefulThemes`. `known`: the theme of every row in an earlier
 * analysis, −1 without one; where that is known of most rows, communities are sought from there as well, and the good partition that shares most
 * with it is taken instead.
 */
export async function choosePartition(
  found: Neighbours,
  table: VectorTable,
  { most, known = new Int32Array(0), pause }: { most: number; known?: Int32Array; pause: () => Promise<void> },
): Promise<Partition | undefined> {
  const rows = [...known.keys()].filter((row) => (known[row] ?? -1) >= 0);
  const begun = rows.length > table.count / 2 ? known : undefined;
  const tried: Tried[] = [];
  const continued: Tried[] = [];
  for (const neighbours of new Set(neighbourhoods.map((each) => Math.min(each, found.each)))) {
    const graph = neighbourGraph(nearest(found, neighbours));
    const collect = async (into: Tried[], start?: Int32Array) => {
      for (const resolution of resolutions) {
        const labels = communities(graph, resolution, start);
        if (partsOf(labels) > most && into.length > 0) break;
        into.push({ labels, neighbours, resolution, silhouette: meanCosineSilhouette(table, labels) });
        await pause();
      }
    };
    await collect(tried);
    if (begun) await collect(continued, begun);
  }
  const good = goodOnes(tried, continued, usefulThemes(table.count));
  const chosen = begun ? likest(good, begun, rows) : mostShared(good);
  return chosen && { ...chosen, graph: neighbourGraph(nearest(found, chosen.neighbours)) };
}

/** Of equals the first. */
function likest(partitions: readonly Tried[], known: Int32Array, rows: readonly number[]): Tried | undefined {
  const before = rows.map((row) => known[row] ?? -1);
  const shared = partitions.map(({ labels }) =>
    normalisedMutualInformation(
      rows.map((row) => labels[row] ?? -1),
      before,
    ),
  );
  return partitions[shared.indexOf(Math.max(...shared))];
}

/** Those of `tried`, and of `continued`, which set no standard. */
function goodOnes(tried: readonly Tried[], continued: readonly Tried[], { least, most }: { least: number; most: number }): Tried[] {
  const highest = Math.max(...tried.map(({ silhouette }) => silhouette));
  const isUseful = ({ labels }: Tried) => highest >= noStructure || (partsOf(labels) >= least && partsOf(labels) <= most);
  const useful = tried.filter(isUseful);
  // A step may pass over all useful numbers: then the finest below them, or the coarsest of all.
  const below = tried.filter(({ labels }) => partsOf(labels) < least).toSorted((a, b) => partsOf(b.labels) - partsOf(a.labels));
  const considered = useful.length > 0 ? useful : (below.length > 0 ? below : tried).slice(0, 1);
  const best = Math.max(...considered.map(({ silhouette }) => silhouette));
  return [...considered, ...continued.filter(isUseful)].filter(({ silhouette }) => silhouette >= best - Math.abs(best) * slack);
}

/** Of equals the first. */
function mostShared(partitions: readonly Tried[]): Tried | undefined {
  const shared = new Float64Array(partitions.length);
  partitions.forEach(({ labels }, i) => {
    for (let j = 0; j < i; j++) {
      const value = normalisedMutualInformation(labels, partitions[j]?.labels ?? labels);
      shared[i] = (shared[i] ?? 0) + value;
      shared[j] = (shared[j] ?? 0) + value;
    }
  });
  return partitions[shared.indexOf(Math.max(...shared))];
}

function partsOf(labels: Int32Array): number {
  return labels.reduce((highest, label) => Math.max(highest, label), -1) + 1;
}
