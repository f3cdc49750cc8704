/** Niches side by side, from what their actors answered. */
import { err, ok, type Result } from "../../contracts/result.ts";
import type { Comparison, NicheDetail } from "../../contracts/services/niche-analysis.ts";
import { compareNiches } from "./domain/opportunity/comparison.ts";

/** `conflict`, naming them, when some have no score yet. */
export function comparisonOf(niches: readonly NicheDetail[]): Result<Comparison> {
  const unscored = niches.filter(({ opportunity }) => opportunity === undefined).map(({ name }) => name);
  if (unscored.length > 0) return err("conflict", `Without a score there is nothing to compare: ${unscored.join(", ")}. Analyse first.`);
  return ok(
    compareNiches(
      niches.flatMap(({ id, name, opportunity }) =>
        opportunity ? [{ nicheId: id, name, score: opportunity.score, low: opportunity.low, high: opportunity.high }] : [],
      ),
    ),
  );
}
