/** How settled the order of compared niches is, given all that is unknown of them. */
import type { Chance } from "../../../kit/statistics/chance.ts";
import { factorNames, type Market, type Order } from "../../../../contracts/services/niche-opportunity.ts";
import { factorScores, factorWeights, feasibilityDoubt, inputRanges } from "./factors.ts";
import { acceptability, drawCriterion, type Alternative } from "./ranking/acceptability.ts";
import type { SeverityEstimate } from "./severity-estimate.ts";

export interface ComparedNiche {
  name: string;
  market: Market;
  severity: SeverityEstimate;
}

/** Of every comparison, so that the same niches compare alike each time. */
export const orderSeed = 1;

/**
 * Draws what is unknown, scores all niches, counts. An unknown market size, growth or competition takes each of its levels equally often, an
 * unknown severity anything from 0 to 1, a known one its bootstrap interval, and feasibility ± 0.2; factors that follow from the same input
 * move together. Niches are drawn independently of each other. `undefined` for fewer than two.
 */
export function orderOf(niches: readonly ComparedNiche[], seed = orderSeed): Order | undefined {
  if (niches.length < 2) return undefined;
  const weights = factorNames.map((factor) => factorWeights[factor]);
  const { stated, anyWeights, samples } = acceptability(niches.map(alternativeOf), { weights, seed });
  return {
    stated,
    anyWeights,
    samples,
    seed,
    method:
      "Rank acceptability (SMAA-2, Lahdelma & Salminen 2001): unknown inputs drawn evenly, known ones within their intervals; any weights: Dirichlet, all concentrations 1",
  };
}

function alternativeOf({ name, market, severity }: ComparedNiche): Alternative {
  const ranges = inputRanges(market, severity);
  return (chance) => {
    const scores = factorScores(name, {
      marketSize: oneOf(ranges.marketSize, chance),
      growthRate: oneOf(ranges.growthRate, chance),
      competition: oneOf(ranges.competition, chance),
      severity: drawCriterion(severity.basis === "unknown" ? undefined : severity, chance),
      feasibilityShift: (2 * chance.uniform() - 1) * feasibilityDoubt,
    });
    return factorNames.map((factor) => scores[factor]);
  };
}

/** A level of a non-empty list, each equally likely. */
function oneOf<Level>(levels: readonly [Level, ...Level[]], chance: Chance): Level {
  return levels[Math.floor(chance.uniform() * levels.length)] ?? levels[0];
}
