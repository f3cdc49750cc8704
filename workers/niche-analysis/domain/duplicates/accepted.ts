/** Copies that people name: two texts that say the same in other words count as one. */
import type { KeptOverride } from "../../../../contracts/services/niche-overrides.ts";
import type { TextFacts } from "../texts.ts";
import { keyOf, type Copy } from "./near-duplicates.ts";

/**
 * The copies with those added that somebody accepted. Of two texts the earlier one is the original, as among copies that are found; what was a
 * copy of the other becomes one of it too, so a copy still belongs to an original. A pair of which a text is not among these changes nothing.
 */
export function withAccepted(
  copies: readonly Copy[],
  facts: readonly Pick<TextFacts, "id" | "date">[],
  overrides: readonly KeptOverride[],
): Copy[] {
  const accepted = overrides.flatMap(({ override }) => (override.kind === "same" ? [override.evidenceIds] : []));
  if (accepted.length === 0) return [...copies];
  const rowOfId = new Map(facts.map(({ id }, row) => [id, row]));
  const known = new Map(copies.map((copy) => [copy.row, copy]));
  for (const ids of accepted) {
    const [one, other] = ids.map((id) => {
      const row = rowOfId.get(id);
      return row === undefined ? undefined : (known.get(row)?.original ?? row);
    });
    if (one === undefined || other === undefined || one === other) continue;
    const [original, later] = keyOf(facts[one]) < keyOf(facts[other]) ? [one, other] : [other, one];
    for (const copy of known.values()) if (copy.original === later) known.set(copy.row, { ...copy, original });
    known.set(later, { row: later, original, kind: "same" });
  }
  return [...known.values()];
}
