/** A broad niche to narrower ones: its themes in groups that lie close together, each group a candidate niche. */
import { labelGroups, rowsForLabels } from "../labels/theme-labels.ts";
import type { TextFacts, TextSource } from "../texts.ts";
import { meanSilhouette } from "../themes/silhouette.ts";
import { centred, centroidIn, cosineDistances, selectRows, vectorTable, type VectorSource } from "../themes/vectors.ts";
import { cutTree, wardTree } from "../themes/ward.ts";

export interface DiscoveryInput {
  /** All evidence of the niche that has a vector; texts and vectors are one each, in the same order. */
  evidence: readonly Pick<TextFacts, "id">[];
  texts: TextSource;
  vectors: VectorSource;
  themes: readonly { id: string; evidenceIds: readonly string[] }[];
}

export interface CandidateNiche {
  name: string;
  /** Sorted. */
  themeIds: string[];
  /** Sorted. */
  evidenceIds: string[];
}

const [fewestGroups, mostGroups] = [2, 6];
/** A candidate with fewer texts would have no themes of its own. */
const fewestTexts = 40;
/** More niches are preferred while their silhouette is within this of the best: a founder looks for narrow ones. */
const slack = 0.05;

/**
 * Two to six candidates, largest first; fewer than two themes give none. Theme centroids are clustered with Ward's method; of the cuts in
 * which every group has 40 texts the one with the best silhouette is taken, and where no cut has, the cut into two. Texts that belong to
 * no theme belong to no candidate. Independent of the order of themes and evidence.
 */
export function discoverNiches({ evidence, texts, vectors, themes }: DiscoveryInput): CandidateNiche[] {
  const { dimensions } = vectors;
  const places = new Map(evidence.map(({ id }, i) => [id, i]));
  const sorted = themes
    .map(({ id, evidenceIds }) => ({ id, evidenceIds: evidenceIds.filter((one) => places.has(one)).toSorted() }))
    .filter(({ evidenceIds }) => evidenceIds.length > 0)
    .toSorted((a, b) => compare(a.id, b.id));
  if (sorted.length < fewestGroups) return [];

  const centroids = new Float32Array(sorted.length * dimensions);
  sorted.forEach(({ evidenceIds }, i) =>
    centroids.set(
      centroidIn(
        vectors,
        evidenceIds.map((id) => places.get(id) ?? 0),
      ),
      i * dimensions,
    ),
  );
  const groups = groupThemes(
    centroids,
    dimensions,
    sorted.map(({ evidenceIds }) => evidenceIds.length),
  );

  const candidates = groups
    .map((members) => members.map((index) => sorted[index]).filter((theme) => theme !== undefined))
    .map((members) => ({
      themeIds: members.map(({ id }) => id),
      evidenceIds: members.flatMap(({ evidenceIds }) => evidenceIds).toSorted(compare),
    }))
    .toSorted((a, b) => b.evidenceIds.length - a.evidenceIds.length || compare(a.themeIds[0] ?? "", b.themeIds[0] ?? ""));
  const rows = candidates.map(({ evidenceIds }) => evidenceIds.flatMap((id) => places.get(id) ?? []));
  const names = labelGroups(rowsForLabels(rows).map((chosen) => texts.read(chosen)));
  return candidates.map((candidate, i) => ({ name: names[i]?.label ?? "", ...candidate }));
}

/** Groups of theme indices. */
function groupThemes(centroids: Float32Array, dimensions: number, texts: readonly number[]): number[][] {
  const given = vectorTable(centroids, dimensions);
  const table = centred(
    selectRows(
      given,
      texts.map((_, i) => i),
    ),
  );
  const distances = cosineDistances(table);
  const tree = wardTree(
    distances.map((distance) => 2 * distance),
    texts.length,
  );
  const cuts = [];
  for (let count = fewestGroups; count <= Math.min(mostGroups, texts.length); count++) {
    const labels = cutTree(tree, texts.length, count);
    const groups: number[][] = Array.from({ length: count }, () => []);
    labels.forEach((label, i) => groups[label]?.push(i));
    const fewest = Math.min(...groups.map((members) => members.reduce((sum, i) => sum + (texts[i] ?? 0), 0)));
    cuts.push({ groups, fewest, silhouette: meanSilhouette(distances, labels) });
  }
  const large = cuts.filter(({ fewest }) => fewest >= fewestTexts);
  const best = Math.max(...large.map(({ silhouette }) => silhouette));
  return (large.filter(({ silhouette }) => silhouette >= best - slack).at(-1) ?? cuts[0])?.groups ?? [];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
