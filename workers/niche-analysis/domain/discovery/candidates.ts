/** A broad niche to narrower ones: its themes in groups that lie close together, each group a candidate niche. */
import { labelGroups, rowsForLabels } from "../labels/theme-labels.ts";
import type { TextFacts, TextSource } from "../texts.ts";
import { groupThemes } from "../themes/theme-groups.ts";
import { centroidsIn, type VectorSource } from "../themes/vectors.ts";

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

/** A candidate with fewer texts would have no themes of its own. */
const groups = { fewest: 2, most: 6, fewestTexts: 40 };

/**
 * Two to six candidates, largest first; fewer than two themes give none. Each has 40 texts at least, where any division gives that. Texts that belong to
 * no theme belong to no candidate. Independent of the order of themes and evidence.
 */
export function discoverNiches({ evidence, texts, vectors, themes }: DiscoveryInput): CandidateNiche[] {
  const places = new Map(evidence.map(({ id }, i) => [id, i]));
  const sorted = themes
    .map(({ id, evidenceIds }) => ({ id, evidenceIds: evidenceIds.filter((one) => places.has(one)).toSorted() }))
    .filter(({ evidenceIds }) => evidenceIds.length > 0)
    .toSorted((a, b) => compare(a.id, b.id));
  const members = sorted.map(({ evidenceIds }) => evidenceIds.flatMap((id) => places.get(id) ?? []));
  const found = groupThemes(
    centroidsIn(vectors, members),
    members.map((rows) => rows.length),
    groups,
  );

  const candidates = found
    .map((group) => group.map((index) => sorted[index]).filter((theme) => theme !== undefined))
    .map((group) => ({
      themeIds: group.map(({ id }) => id),
      evidenceIds: group.flatMap(({ evidenceIds }) => evidenceIds).toSorted(compare),
    }))
    .toSorted((a, b) => b.evidenceIds.length - a.evidenceIds.length || compare(a.themeIds[0] ?? "", b.themeIds[0] ?? ""));
  const rows = candidates.map(({ evidenceIds }) => evidenceIds.flatMap((id) => places.get(id) ?? []));
  const names = labelGroups(rowsForLabels(rows).map((chosen) => texts.read(chosen)));
  return candidates.map((candidate, i) => ({ name: names[i]?.label ?? "", ...candidate }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
