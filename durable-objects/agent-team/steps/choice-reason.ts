/** Why research chose the niche that it chose, in one sentence for the record. */
import type { Comparison } from "../../../contracts/services/niche-analysis.ts";

/** `comparison` ranks at least one niche; the first is the chosen one. */
export function choiceReason({ ranked, order }: Comparison): string {
  const [first] = ranked;
  if (!first) return "There was no niche to choose from.";
  if (ranked.length === 1) return `"${first.name}" is the only niche: the market was too small to split.`;
  const settled = first.clearlyAboveNext
    ? "and stands clearly above the next"
    : "but its interval overlaps the next, so the order is not settled";
  const share = order?.stated.ranks[0]?.[0];
  const often =
    order && share !== undefined
      ? `; with all that is unknown drawn ${order.samples} times, it came first in ${Math.round(100 * share)} %`
      : "";
  return `"${first.name}" has the highest opportunity score ${settled}${often}.`;
}
