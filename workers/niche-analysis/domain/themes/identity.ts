/** Which themes of an analysis are those of the one before: they keep their ids, so that links, notes and people find them again. */

export interface KnownTheme {
  id: string;
  evidenceIds: readonly string[];
}

/** A theme is the same when it shares this much (Jaccard 1912) with the earlier one, of the texts that both analyses know. */
const leastShared = 1 / 3;

/**
 * For each theme, given as the ids of its texts, the id of the earlier theme that it continues, or undefined when it is new. The pair that
 * shares most is matched first, of equals the one with the lower id; an earlier theme is continued at most once. Texts that came or went
 * since count for nothing. Independent of the order of texts and of earlier themes.
 */
export function continuedThemes(themes: readonly (readonly string[])[], earlier: readonly KnownTheme[]): (string | undefined)[] {
  const owner = new Map(earlier.flatMap(({ evidenceIds }, index) => evidenceIds.map((id) => [id, index] as const)));
  const present = new Set(themes.flat());
  const earlierSizes = earlier.map(({ evidenceIds }) => evidenceIds.filter((id) => present.has(id)).length);
  const pairs = themes.flatMap((evidenceIds, theme) => {
    const shared = new Map<number, number>();
    for (const id of evidenceIds) {
      const index = owner.get(id);
      if (index !== undefined) shared.set(index, (shared.get(index) ?? 0) + 1);
    }
    const known = [...shared.values()].reduce((sum, count) => sum + count, 0);
    return [...shared].map(([index, both]) => ({ theme, index, likeness: both / (known + (earlierSizes[index] ?? 0) - both) }));
  });
  const idOf = (index: number) => earlier[index]?.id ?? "";
  const result = themes.map((): string | undefined => undefined);
  const taken = new Set<number>();
  const inOrder = pairs
    .filter(({ likeness }) => likeness >= leastShared)
    .toSorted((a, b) => b.likeness - a.likeness || (idOf(a.index) < idOf(b.index) ? -1 : 1) || a.theme - b.theme);
  for (const { theme, index } of inOrder) {
    if (result[theme] !== undefined || taken.has(index)) continue;
    result[theme] = idOf(index);
    taken.add(index);
  }
  return result;
}
