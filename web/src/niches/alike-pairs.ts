/** Which pairs of texts wait for a decision. */
import type { Alike, ListedOverride } from "../../../contracts/services/niche-analysis.ts";

/** Those that nobody has decided on, neither in the finding nor in a change that it does not show yet. */
export function openPairs({ pairs }: Alike, changes: readonly ListedOverride[]): Alike["pairs"] {
  const decided = new Set(
    changes.flatMap(({ override }) => (override.kind === "same" || override.kind === "distinct" ? [keyOf(override.evidenceIds)] : [])),
  );
  return pairs.filter(({ evidenceIds, decision }) => decision === undefined && !decided.has(keyOf(evidenceIds)));
}

function keyOf(ids: readonly string[]): string {
  return ids.toSorted().join(" ");
}
