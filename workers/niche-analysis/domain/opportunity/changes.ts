/** What would change the first place of a comparison: weights of the criteria, and what is unknown or assumed of the first few niches. */
import type { RankingChanges } from "../../../../contracts/services/niche-comparison.ts";
import {
  competitionLevels,
  factorNames,
  growthRates,
  marketSizes,
  monetizationLevels,
  type Factor,
  type FactorName,
  type Market,
} from "../../../../contracts/services/niche-opportunity.ts";
import type { ComparedNiche } from "./order.ts";
import { weightFlips } from "./ranking/weight-flips.ts";
import { gist, type Weighted } from "./score.ts";

export interface RankedNiche extends ComparedNiche {
  nicheId: string;
  score: number;
  factors: readonly Factor[];
}

/** Niches whose factors are looked at. */
export const lookedAt = 4;

const method =
  "Weights: the share of a criterion at which the first place flips, the others keeping their proportions (Triantaphyllou & Sanchez 1997, closed form for a weighted sum of expected factor scores). Factors: value + gap ÷ weight, all else as it is; levels with monetization following.";

const levelled = {
  market_size: { key: "marketSize", levels: marketSizes },
  growth_rate: { key: "growthRate", levels: growthRates },
  competition: { key: "competition", levels: competitionLevels },
  monetization_potential: { key: "monetization", levels: monetizationLevels },
} as const;

type Change = RankingChanges["factors"][number];

/** `ranked` is in the order of the ranks. `undefined` for fewer than two niches. */
export function changesOf(ranked: readonly RankedNiche[], weighted: Weighted): RankingChanges | undefined {
  const [first, second] = ranked;
  if (!first || !second) return undefined;
  const values = ranked.map(({ factors }) => factorNames.map((name) => factors.find((one) => one.name === name)?.score ?? 0));
  const flips = weightFlips(
    values,
    factorNames.map((name) => weighted.weights[name]),
    0,
  );
  const weights = factorNames.map((criterion, k) => {
    const { weight = weighted.weights[criterion], flip } = flips[k] ?? {};
    return {
      criterion,
      weight,
      flipAt: flip?.at ?? null,
      change: flip ? flip.at - weight : null,
      overtakenBy: (flip && ranked[flip.by]?.nicheId) ?? null,
    };
  });
  const factors = ranked.slice(0, lookedAt).flatMap((niche, i) => {
    const rival = i === 0 ? second : first;
    const open = niche.factors.filter(({ basis, reading, low, high }) => basis !== "evidence" || (reading !== undefined && low < high));
    return open.map((factor) => changeOf(niche, rival, factor, i === 0, weighted));
  });
  return { first: first.nicheId, weights: weights.toSorted(smallestFirst), factors: factors.toSorted(smallestFirst), method };
}

/** The value of a factor at which `niche` meets `rival`. */
function changeOf(niche: RankedNiche, rival: RankedNiche, factor: Factor, leads: boolean, weighted: Weighted): Change {
  const { name, weight, score: value, low, high, basis } = factor;
  const at = weight > 0 ? value + (rival.score - niche.score) / weight : Number.NaN;
  const flipAt = at >= 0 && at <= 1 ? at : null;
  const levels = levelsThatFlip(niche, rival, name, leads, weighted);
  const within = flipAt !== null && flipAt >= low - 1e-9 && flipAt <= high + 1e-9;
  return {
    nicheId: niche.nicheId,
    factor: name,
    basis,
    value,
    low,
    high,
    effect: leads ? "loses" : "gains",
    against: rival.nicheId,
    flipAt,
    change: flipAt === null ? null : flipAt - value,
    possible: within || levels.length > 0,
    levels,
  };
}

/** Levels of an assumption with which the niche would lose or gain the first place against `rival`. */
function levelsThatFlip(niche: RankedNiche, rival: RankedNiche, factor: FactorName, leads: boolean, weighted: Weighted): string[] {
  const input = factor in levelled ? levelled[factor as keyof typeof levelled] : undefined;
  if (!input) return [];
  return input.levels
    .filter((level) => level !== "unknown" && level !== niche.market[input.key])
    .filter((level) => {
      const market: Market = { ...niche.market, [input.key]: level };
      const { score } = gist({ name: niche.name, market, severity: niche.severity, readings: niche.readings }, weighted);
      return leads ? score < rival.score : score > rival.score;
    });
}

function smallestFirst(one: { change: number | null }, other: { change: number | null }): number {
  return Math.abs(one.change ?? Number.POSITIVE_INFINITY) - Math.abs(other.change ?? Number.POSITIVE_INFINITY) || 0;
}
