/** Niches side by side, from what their actors answered. */
import { err, ok, type Result } from "../../contracts/result.ts";
import type { Comparison, NicheDetail } from "../../contracts/services/niche-analysis.ts";
import type { MarketFigures } from "../../contracts/services/niche-market-figures.ts";
import { changesOf } from "./domain/opportunity/changes.ts";
import { compareNiches } from "./domain/opportunity/comparison.ts";
import { readingsBehind } from "./domain/opportunity/levels/reading.ts";
import { orderOf } from "./domain/opportunity/order.ts";
import { profileOf } from "./domain/opportunity/profile.ts";
import { scoreOpportunity, severityBehind, type Weighted } from "./domain/opportunity/score.ts";

const method =
  "ranked by expected score, unknown levels equally likely, those read from evidence by their chances; chances by simulation of what is unknown; no band where that could move the score by the width of one";

/** `figures`: of the market of each niche by its id. `conflict`, naming them, when some have no score yet. */
export function comparisonOf(
  niches: readonly NicheDetail[],
  weighted: Weighted,
  figures: ReadonlyMap<string, MarketFigures> = new Map(),
): Result<Comparison> {
  const unscored = niches.filter(({ opportunity }) => opportunity === undefined).map(({ name }) => name);
  if (unscored.length > 0) return err("conflict", `Without a score there is nothing to compare: ${unscored.join(", ")}. Analyse first.`);
  const scored = new Map(
    niches.flatMap((niche) => {
      if (!niche.opportunity) return [];
      const severity = severityBehind(niche.opportunity);
      const readings = readingsBehind(niche.opportunity);
      const { name, market } = niche;
      return [
        [niche.id, { niche, severity, readings, opportunity: scoreOpportunity({ name, market, severity, readings }, weighted) }] as const,
      ];
    }),
  );
  const compared = compareNiches(
    [...scored.values()].map(({ niche: { id, name }, opportunity: { score, low, high, band } }) => ({
      nicheId: id,
      name,
      score,
      low,
      high,
      band,
    })),
  );
  const inOrder = compared.ranked.flatMap(({ nicheId }) => scored.get(nicheId) ?? []);
  const ranked = inOrder.map(({ niche: { id, name, market }, severity, readings, opportunity: { score, factors } }) => ({
    nicheId: id,
    name,
    market,
    severity,
    readings,
    score,
    factors,
  }));
  const order = orderOf(ranked, weighted);
  const changes = changesOf(ranked, weighted);
  return ok({
    ...compared,
    ranked: compared.ranked.map((row, i) => {
      const first = order?.stated.ranks[i]?.[0];
      const compatibleScore = inOrder[i]?.opportunity.compatible?.score;
      return { ...row, ...(first !== undefined && { first }), ...(compatibleScore !== undefined && { compatibleScore }) };
    }),
    weighting: weighted.used,
    method,
    ...(order && { order }),
    ...(changes && { changes }),
    profiles: inOrder.map(({ niche, opportunity: { factors, standing = { settled: false, width: 0, limit: 0, unknown: [] } } }) =>
      profileOf(niche, { factors, standing, figures: figures.get(niche.id) ?? {} }),
    ),
  });
}
