/** Themes that lie close together, as groups: what niches within a niche, and areas of a niche, are made of. */
import { meanSilhouette } from "./silhouette.ts";
import { centred, cosineDistances, type VectorTable } from "./vectors.ts";
import { cutTree, wardTree } from "./ward.ts";

export interface GroupBounds {
  fewest: number;
  most: number;
  /** Of every group, where any division gives that; else there are `fewest` groups. */
  fewestTexts: number;
}

/** More groups are preferred while their silhouette is within this of the best: a reader looks for narrow ones. */
const slack = 0.05;

/**
 * Groups of themes, given by their centroids and numbers of texts, as their indices; none where there are fewer themes than groups. Centroids are
 * clustered with Ward's method, and of the cuts whose groups have texts enough the one with the best silhouette is taken.
 */
export function groupThemes(centroids: VectorTable, texts: readonly number[], { fewest, most, fewestTexts }: GroupBounds): number[][] {
  if (texts.length < fewest) return [];
  const distances = cosineDistances(centred(centroids));
  const tree = wardTree(
    distances.map((distance) => 2 * distance),
    texts.length,
  );
  const cuts = [];
  for (let count = fewest; count <= Math.min(most, texts.length); count++) {
    const labels = cutTree(tree, texts.length, count);
    const groups: number[][] = Array.from({ length: count }, () => []);
    labels.forEach((label, i) => groups[label]?.push(i));
    const smallest = Math.min(...groups.map((members) => members.reduce((sum, i) => sum + (texts[i] ?? 0), 0)));
    cuts.push({ groups, smallest, silhouette: meanSilhouette(distances, labels) });
  }
  const large = cuts.filter(({ smallest }) => smallest >= fewestTexts);
  const best = Math.max(...large.map(({ silhouette }) => silhouette));
  return (large.filter(({ silhouette }) => silhouette >= best - slack).at(-1) ?? cuts[0])?.groups ?? [];
}
