/** Niches side by side as a table for a spreadsheet. */
import Papa from "papaparse";
import type { Comparison, Order } from "../../../../contracts/services/niche-comparison.ts";
import { levelsInWords } from "../../../../contracts/services/niche-level-words.ts";
import { factorNames } from "../../../../contracts/services/niche-opportunity.ts";

const levelled = ["market_size", "growth_rate", "competition", "monetization_potential"] as const;

/** RFC 4180, one row a niche, best first. Cells that a spreadsheet would take for a formula begin with an apostrophe; what is not known is empty. */
export function comparisonCsv({ ranked, profiles = [], weighting, order }: Comparison): string {
  const rows = ranked.map((niche, i) => {
    const profile = profiles.find(({ nicheId }) => nicheId === niche.nicheId);
    const { people, complaint, demand, market, standing, figures = {} } = profile ?? {};
    const { size, concentration, worstServed, outcome } = figures;
    return {
      rank: niche.rank,
      id: niche.nicheId,
      name: niche.name,
      score: niche.score,
      score_low: niche.low,
      score_high: niche.high,
      band: niche.band ?? "not settled",
      p_first: niche.first ?? "",
      predecessor_score: niche.compatibleScore ?? "",
      weights: weighting?.source ?? "",
      weights_version: weighting?.version ?? "",
      texts: profile?.evidenceCount ?? "",
      people: people?.count ?? "",
      people_unit: people?.unit ?? "",
      themes: profile?.themes.map(({ label }) => label).join("; ") ?? "",
      complaint: complaint?.value ?? "",
      complaint_low: complaint?.low ?? "",
      complaint_high: complaint?.high ?? "",
      demand: demand?.class ?? "",
      demand_slope: demand?.slope?.value ?? "",
      demand_slope_low: demand?.slope?.low ?? "",
      demand_slope_high: demand?.slope?.high ?? "",
      demand_growth: demand?.growth?.value ?? "",
      demand_growth_low: demand?.growth?.low ?? "",
      demand_growth_high: demand?.growth?.high ?? "",
      size_currency: size?.currency ?? "",
      ...Object.fromEntries(
        (["total", "serviceable", "obtainable"] as const).flatMap((part) =>
          (["p10", "p50", "p90"] as const).map((at) => [`${part}_${at}`, size?.[part][at] ?? ""]),
        ),
      ),
      hhi: concentration?.index ?? "",
      hhi_low: concentration?.low ?? "",
      hhi_high: concentration?.high ?? "",
      hhi_band: concentration?.band ?? "",
      hhi_table: concentration?.tableId ?? "",
      worst_served: worstServed?.theme ?? "",
      worst_served_underserved: worstServed ? String(worstServed.underserved) : "",
      worst_served_competitor: worstServed?.competitor ?? "",
      worst_served_complaint: worstServed?.complaint.value ?? "",
      worst_served_complaint_low: worstServed?.complaint.low ?? "",
      worst_served_complaint_high: worstServed?.complaint.high ?? "",
      worst_served_evidence: worstServed?.evidenceIds.join(" ") ?? "",
      survey_first: outcome?.outcome ?? "",
      survey_score: outcome?.score ?? "",
      survey_low: outcome?.low ?? "",
      survey_high: outcome?.high ?? "",
      survey_n: outcome?.n ?? "",
      survey_table: outcome?.tableId ?? "",
      market_size: market?.marketSize ?? "",
      growth_rate: market?.growthRate ?? "",
      competition: market?.competition ?? "",
      monetization_potential: market ? (market.monetization ?? "unknown") : "",
      // What was read stands beside what was set, which counts.
      ...Object.fromEntries(
        levelled.map((name) => {
          const reading = profile?.factors.find((one) => one.name === name)?.reading;
          return [`${name}_read`, reading ? levelsInWords(reading) : ""];
        }),
      ),
      ...Object.fromEntries(
        factorNames.flatMap((name) => {
          const factor = profile?.factors.find((one) => one.name === name);
          return [
            [`factor_${name}`, factor?.score ?? ""],
            [`factor_${name}_low`, factor?.low ?? ""],
            [`factor_${name}_high`, factor?.high ?? ""],
            [`factor_${name}_basis`, factor?.basis ?? ""],
          ];
        }),
      ),
      unknown: standing?.unknown.map(({ factor, open }) => `${factor}${open ? " (open)" : ""}`).join("; ") ?? "",
      unknown_width: standing?.width ?? "",
      ...(order && chancesOf(order, i)),
    };
  });
  return Papa.unparse(rows, { newline: "\r\n", escapeFormulae: formula }) + "\r\n";
}

/**
 * `p_rank_R`: chance of rank R; `p_above_R`: of scoring higher than the niche whose `rank` is R (empty of itself); with the weights of the score, and,
 * under `around_` and `any_`, with weights drawn around those that were set and with any.
 */
function chancesOf({ stated, aroundWeights, anyWeights }: Order, niche: number): Record<string, number | string> {
  const views = [["", stated], ...(aroundWeights ? [["around_", aroundWeights] as const] : []), ["any_", anyWeights]] as const;
  return Object.fromEntries(
    views.flatMap(([view, { ranks, above }]) => [
      ...(ranks[niche] ?? []).map((chance, rank) => [`${view}p_rank_${rank + 1}`, chance] as const),
      ...(above[niche] ?? []).map((chance, other) => [`${view}p_above_${other + 1}`, other === niche ? "" : chance] as const),
    ]),
  );
}

const formula = /^[=+\-@\t\r]/;
