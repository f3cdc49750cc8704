/** Niches side by side as a table for a spreadsheet. */
import Papa from "papaparse";
import type { Comparison } from "../../../../contracts/services/niche-comparison.ts";
import { factorNames } from "../../../../contracts/services/niche-opportunity.ts";

/** RFC 4180, one row a niche, best first. Cells that a spreadsheet would take for a formula begin with an apostrophe; what is not known is empty. */
export function comparisonCsv({ ranked, profiles = [], weighting }: Comparison): string {
  const rows = ranked.map((niche) => {
    const profile = profiles.find(({ nicheId }) => nicheId === niche.nicheId);
    const { people, complaint, demand, market, standing } = profile ?? {};
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
      market_size: market?.marketSize ?? "",
      growth_rate: market?.growthRate ?? "",
      competition: market?.competition ?? "",
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
      unknown: standing?.unknown.map(({ factor }) => factor).join("; ") ?? "",
      unknown_width: standing?.width ?? "",
    };
  });
  return Papa.unparse(rows, { newline: "\r\n", escapeFormulae: formula }) + "\r\n";
}

const formula = /^[=+\-@\t\r]/;
