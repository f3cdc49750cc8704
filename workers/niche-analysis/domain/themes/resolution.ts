/** How fine the themes are to be: of several resolutions the one whose themes hold together best. */
import { communities } from "./communities.ts";
import { meanCosineSilhouette } from "./cosine-silhouette.ts";
import type { Graph } from "./neighbour-graph.ts";
import type { VectorTable } from "./vectors.ts";

/** From a few broad themes to many narrow ones, each next about two fifths finer. */
const resolutions = [0.5, 0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8, 11.3, 16];
/** Fewer and broader themes are preferred while their silhouette is within this share of the best: people read them one by one. */
const slack = 0.05;
/** Below this silhouette texts shade into one another: reviews lie about 0.1, questions that people sorted by topic above 0.2. */
const noStructure = 0.15;

/** How many themes a reader of so many texts can use: 7 to 14 of 200, 11 to 22 of 1,000, 17 to 34 of 5,000. */
export function usefulThemes(rows: number): { least: number; most: number } {
  const least = Math.max(2, Math.ceil(1.3 * rows ** 0.3));
  return { least, most: 2 * least };
}

export interface Resolved {
  labels: Int32Array;
  resolution: number;
  silhouette: number;
}

/**
 * Communities at the coarsest resolution whose mean silhouette is within 5 % of the best one; partitions into more than `most` communities
 * are left out unless there is no other. The number of themes is not given. Only where texts shade into one another, so that no number is
 * better than others, it lies within `usefulThemes`: neither two vague themes nor a hundred slivers help anybody.
 */
export async function chooseResolution(graph: Graph, table: VectorTable, most: number, pause: () => Promise<void>): Promise<Resolved> {
  const tried: Resolved[] = [];
  for (const resolution of resolutions) {
    const labels = communities(graph, resolution);
    const largest = labels.reduce((highest, label) => Math.max(highest, label), -1) + 1;
    if (largest > most && tried.length > 0) break;
    tried.push({ labels, resolution, silhouette: meanCosineSilhouette(table, labels) });
    await pause();
  }
  return coarsestOfTheBest(tried, usefulThemes(table.count)) ?? { labels: new Int32Array(graph.count), resolution: 0, silhouette: 0 };
}

function coarsestOfTheBest(tried: readonly Resolved[], { least, most }: { least: number; most: number }): Resolved | undefined {
  const highest = Math.max(...tried.map(({ silhouette }) => silhouette));
  const useful = tried.filter(({ labels }) => {
    const themes = new Set(labels).size;
    return highest >= noStructure || (themes >= least && themes <= most);
  });
  // A step may pass over all useful numbers: then the finest below them, or the coarsest of all.
  const considered = useful.length > 0 ? useful : tried.filter(({ labels }, i) => i === 0 || new Set(labels).size < least).slice(-1);
  const best = Math.max(...considered.map(({ silhouette }) => silhouette));
  return considered.find(({ silhouette }) => silhouette >= best - Math.abs(best) * slack);
}
