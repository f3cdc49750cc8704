/** Themes as people want them: what was found, with their changes applied one after the other. */
import type { KeptOverride, Override } from "../../../../contracts/services/niche-overrides.ts";
import type { Copy } from "../duplicates/near-duplicates.ts";
import type { FoundGroups } from "../themes/found-groups.ts";
import { centroidIn, dot, vectorsOf, type VectorSource } from "../themes/vectors.ts";
import { likeExamples } from "./examples.ts";

export interface ArrangedTheme {
  id: string;
  /** Rows of the evidence, in the order of their ids. */
  rows: number[];
  /** How close each of `rows` is to the middle of the theme. */
  fits: number[];
  /** Given by a person; without one the words of its texts name the theme. */
  label?: string;
  /** Of a theme whose texts nobody changed. */
  stability?: number | undefined;
  stabilityLimits?: { low: number; high: number } | undefined;
}

export interface Arrangement {
  themes: ArrangedTheme[];
  /** Rows in no theme, in the order of their ids. */
  outside: number[];
  /** Ids of the changes that found nothing to change. */
  dormant: string[];
}

export interface ArrangeInput {
  found: FoundGroups;
  evidence: readonly { id: string }[];
  /** One row for each piece of evidence, in the same order. */
  vectors: VectorSource;
  /** A text moves together with its copies. */
  copies: readonly Copy[];
  overrides: readonly KeptOverride[];
}

/**
 * Applies the changes in their order. A theme that is gone, or a text that was not analysed, leaves its change dormant; what such a change
 * says of other themes and texts still applies. A theme without texts is no theme. Depends on the set of texts, never on their order.
 */
export function arrange({ found, evidence, vectors, copies, overrides }: ArrangeInput): Arrangement {
  const rowOfId = new Map(evidence.map(({ id }, row) => [id, row]));
  const originals = new Map(copies.map(({ row, original }) => [row, original]));
  const copiesOf = Map.groupBy(copies, ({ original }) => original);
  const inFound = found.groups.map((group) => ({ ...group, rows: group.evidenceIds.flatMap((id) => rowOfId.get(id) ?? []) }));
  const owner = new Map<number, string>(inFound.flatMap(({ id, rows }) => rows.map((row) => [row, id] as const)));
  const order = found.groups.map(({ id }) => id);
  const labels = new Map<string, string>();
  const all = [...evidence.keys()].toSorted((a, b) => compare(evidence[a]?.id ?? "", evidence[b]?.id ?? ""));

  const membersOf = (id: string) => all.filter((row) => owner.get(row) === id);
  const rowsOf = (evidenceIds: readonly string[]) =>
    evidenceIds.flatMap((id) => {
      const row = rowOfId.get(id);
      const original = row === undefined ? undefined : (originals.get(row) ?? row);
      return original === undefined ? [] : [original, ...(copiesOf.get(original) ?? []).map((copy) => copy.row)];
    });
  const give = (rows: readonly number[], to: string | null) => {
    for (const row of rows) {
      if (to === null) owner.delete(row);
      else owner.set(row, to);
    }
    return rows.length > 0;
  };

  function apply(override: Override, newThemeId: string | undefined): boolean {
    switch (override.kind) {
      case "rename":
        if (membersOf(override.themeId).length === 0) return false;
        labels.set(override.themeId, override.label);
        return true;
      case "merge": {
        const moved = override.from.filter((id) => id !== override.into).flatMap(membersOf);
        if (!order.includes(override.into)) order.push(override.into);
        return give(moved, override.into);
      }
      case "split": {
        const whole = membersOf(override.themeId);
        const examples = rowsOf(override.evidenceIds).filter((row) => owner.get(row) === override.themeId);
        if (newThemeId === undefined || examples.length === 0 || examples.length === whole.length) return false;
        order.push(newThemeId);
        if (override.label !== undefined) labels.set(newThemeId, override.label);
        return give(likeExamples(vectors, whole, examples), newThemeId);
      }
      case "same": {
        // The copies hold the pair already: here it comes to stand where its original stands.
        const rows = rowsOf(override.evidenceIds);
        const [original = -1] = rows;
        const there = override.evidenceIds.every((id) => rowOfId.has(id));
        return there && give(rows, owner.get(original) ?? null);
      }
      case "distinct":
        return override.evidenceIds.every((id) => rowOfId.has(id));
      case "move":
        if (override.to !== null && membersOf(override.to).length === 0) return false;
        return give(rowsOf(override.evidenceIds), override.to);
    }
  }

  const dormant = overrides.filter(({ override, newThemeId }) => !apply(override, newThemeId)).map(({ id }) => id);
  const unchanged = new Map(inFound.map((group) => [group.id, group]));
  const themes = order.flatMap((id): ArrangedTheme[] => {
    const rows = membersOf(id);
    if (rows.length === 0) return [];
    const label = labels.get(id);
    const before = unchanged.get(id);
    const same = before !== undefined && before.rows.length === rows.length && rows.every((row, i) => before.rows[i] === row);
    const named = label === undefined ? {} : { label };
    if (!same) return [{ id, rows, fits: fitsOf(vectors, rows), ...named }];
    const { fits, stability, stabilityLimits } = before;
    return [{ id, rows, fits, stability, stabilityLimits, ...named }];
  });
  return { themes, outside: all.filter((row) => !owner.has(row)), dormant };
}

/** Cosine of each row with the mean direction of all. */
function fitsOf(vectors: VectorSource, rows: readonly number[]): number[] {
  const centroid = centroidIn(vectors, rows);
  return Array.from(vectorsOf(vectors, rows), (row) => dot(row, centroid));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
