/** Niches in the order of a table: each one followed by those that were discovered in it. */
import type { NicheSummary } from "../../../contracts/services/niche-analysis.ts";

export interface NicheRow {
  niche: NicheSummary;
  /** 0 for a niche without a parent in the list. */
  depth: number;
}

/** Keeps the given order among brothers. A niche whose parent is not in the list stands at the top level. */
export function nicheRows(niches: readonly NicheSummary[]): NicheRow[] {
  const known = new Set(niches.map(({ id }) => id));
  const childrenOf = Map.groupBy(niches, ({ parentId }) => (parentId !== undefined && known.has(parentId) ? parentId : ""));
  const below = (parentId: string, depth: number): NicheRow[] =>
    (childrenOf.get(parentId) ?? []).flatMap((niche) => [{ niche, depth }, ...below(niche.id, depth + 1)]);
  return below("", 0);
}

/** True while its analysis or discovery goes on by itself. */
export function isUnderWay({ work }: Pick<NicheSummary, "work">): boolean {
  return work.status === "queued" || work.status === "running";
}
