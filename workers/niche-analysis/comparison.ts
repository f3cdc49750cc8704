/** Niches side by side, from what their actors answered. */
import { err, ok, type Result } from "../../contracts/result.ts";
import type { Comparison, NicheDetail } from "../../contracts/services/niche-analysis.ts";
import { compareNiches } from "./domain/opportunity/comparison.ts";
import { orderOf } from "./domain/opportunity/order.ts";
import { severityBehind } from "./domain/opportunity/score.ts";

/** `conflict`, naming them, when some have no score yet. */
export function comparisonOf(niches: readonly NicheDetail[]): Result<Comparison> {
  const scored = niches.flatMap(({ id, name, market, opportunity }) => (opportunity ? [{ id, name, market, opportunity }] : []));
  const unscored = niches.filter(({ opportunity }) => opportunity === undefined).map(({ name }) => name);
  if (unscored.length > 0) return err("conflict", `Without a score there is nothing to compare: ${unscored.join(", ")}. Analyse first.`);
  const compared = compareNiches(
    scored.map(({ id, name, opportunity: { score, low, high } }) => ({ nicheId: id, name, score, low, high })),
  );
  const order = orderOf(
    compared.ranked.flatMap(({ nicheId }) => {
      const niche = scored.find(({ id }) => id === nicheId);
      return niche ? [{ name: niche.name, market: niche.market, severity: severityBehind(niche.opportunity) }] : [];
    }),
  );
  return ok({ ...compared, ...(order && { order }) });
}
