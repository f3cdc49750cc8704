/** Themes among texts of which some are copies of others: found among the originals, so that no theme stands on repetition alone. */
import type { Copy } from "../duplicates/near-duplicates.ts";
import type { TextFacts } from "../texts.ts";
import { findThemes, type FindThemesOptions, type FoundThemes } from "./find-themes.ts";
import type { VectorSource } from "./vectors.ts";

/**
 * As `findThemes`, whose bounds it shares; `silhouette` and `stability` speak of the originals. Each copy stands where its original stands,
 * with its fit.
 */
export async function findDistinctThemes(
  texts: readonly Pick<TextFacts, "id">[],
  vectors: VectorSource,
  copies: readonly Copy[],
  options: FindThemesOptions,
): Promise<FoundThemes> {
  const copied = new Set(copies.map(({ row }) => row));
  const copiesOf = Map.groupBy(copies, ({ original }) => original);
  const originals = [...texts.keys()].filter((row) => !copied.has(row));
  const found = await findThemes(
    originals.map((row) => texts[row]?.id ?? ""),
    { ...vectors, count: originals.length, read: (places) => vectors.read(places.map((place) => originals[place] ?? 0)) },
    options,
  );

  /** The original at this place among the originals, and its copies. */
  const rowsAt = (place: number): number[] => {
    const original = originals[place] ?? 0;
    return [original, ...(copiesOf.get(original) ?? []).map(({ row }) => row)];
  };
  const byId = (a: { row: number }, b: { row: number }) => compare(texts[a.row]?.id ?? "", texts[b.row]?.id ?? "");
  return {
    ...found,
    ...(found.alike && {
      alike: {
        ...found.alike,
        pairs: found.alike.pairs.map(({ rows: [one, other], similarity }) => ({
          rows: [originals[one] ?? 0, originals[other] ?? 0] as [number, number],
          similarity,
        })),
      },
    }),
    groups: found.groups.map((group) => {
      const members = group.rows.flatMap((place, i) => rowsAt(place).map((row) => ({ row, fit: group.fits[i] ?? 0 }))).toSorted(byId);
      return { ...group, rows: members.map(({ row }) => row), fits: members.map(({ fit }) => fit) };
    }),
    outliers: found.outliers
      .flatMap((place) => rowsAt(place).map((row) => ({ row })))
      .toSorted(byId)
      .map(({ row }) => row),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
