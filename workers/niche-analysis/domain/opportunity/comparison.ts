/** Scored niches side by side. */
import type { Comparison } from "../../../../contracts/services/niche-comparison.ts";
import { opportunityBands, type OpportunityBand } from "../../../../contracts/services/niche-opportunity.ts";
import { bandOf } from "./wording.ts";

export interface ScoredNiche {
  nicheId: string;
  name: string;
  score: number;
  low: number;
  high: number;
  /** Null: too much is unknown for one. Absent: by the score. */
  band?: OpportunityBand | null;
}

/**
 * Ranks by score, equal scores by id, and says what follows. Where the interval of one overlaps the next one's, their order is not settled
 * and `clearlyAboveNext` is false. Nothing compared gives nulls.
 */
export function compareNiches(niches: readonly ScoredNiche[]): Comparison {
  const sorted = niches.toSorted((a, b) => b.score - a.score || (a.nicheId < b.nicheId ? -1 : 1));
  const ranked = sorted.map((niche, i) => {
    const next = sorted[i + 1];
    const { band = bandOf(niche.score) } = niche;
    return { ...niche, rank: i + 1, band, clearlyAboveNext: next !== undefined && niche.low > next.high };
  });
  const count = (band: (typeof opportunityBands)[number]) => ranked.filter((niche) => niche.band === band).length;
  const distribution = {
    excellent: count("excellent"),
    very_good: count("very_good"),
    good: count("good"),
    fair: count("fair"),
    limited: count("limited"),
  };
  const scores = ranked.map(({ score }) => score);
  const [first, second] = ranked;
  return {
    ranked,
    highest: scores.length === 0 ? null : Math.max(...scores),
    lowest: scores.length === 0 ? null : Math.min(...scores),
    average: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    distribution,
    notSettled: ranked.filter((niche) => niche.band === null).length,
    topRecommendation: first ? topRecommendation(first, second) : null,
    recommendations: [
      ...(distribution.excellent > 0 ? [`Focus on the ${distribution.excellent} excellent opportunities as high priority`] : []),
      ...(distribution.very_good > 0 ? [`Consider the ${distribution.very_good} very good opportunities as medium priority`] : []),
      ...(first ? [`Prioritize ${first.name} as the primary opportunity`] : []),
      ...(second ? [`Keep ${second.name} as a backup opportunity`] : []),
      ...(ranked.length >= 3 ? ["Consider a portfolio approach with multiple opportunities in parallel"] : []),
      ...(distribution.limited > 0 ? [`Deprioritize or eliminate the ${distribution.limited} limited opportunities`] : []),
    ],
  };
}

function topRecommendation(first: Comparison["ranked"][number], second: Comparison["ranked"][number] | undefined): string {
  const opening = `${first.name} scores highest (${first.score.toFixed(2)}, between ${first.low.toFixed(2)} and ${first.high.toFixed(2)})`;
  if (!second) return `${opening}.`;
  if (first.clearlyAboveNext) return `${opening}, clearly above ${second.name}.`;
  return `${opening}, but its interval overlaps that of ${second.name} (${second.low.toFixed(2)} to ${second.high.toFixed(2)}): settle the unknowns before choosing.`;
}
