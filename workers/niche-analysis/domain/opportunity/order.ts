/** How settled the order of compared niches is, given all that is unknown of them. */
import type { Chance } from "../../../kit/statistics/chance.ts";
import type { Order } from "../../../../contracts/services/niche-comparison.ts";
import { factorNames, type Market } from "../../../../contracts/services/niche-opportunity.ts";
import { factorScorer, feasibilityDoubt, inputRanges } from "./factors.ts";
import { acceptability, drawCriterion, drawQuantile, type Alternative } from "./ranking/acceptability.ts";
import { ownWeights, type Weighted } from "./score.ts";
import type { SeverityEstimate } from "./severity-estimate.ts";

export interface ComparedNiche {
  name: string;
  market: Market;
  severity: SeverityEstimate;
}

/** Of every comparison, so that the same niches compare alike each time. */
export const orderSeed = 1;
/** How firmly weights that somebody set are held to be meant: one of 20 % is then between 10 and 32 % nineteen times in twenty. */
export const weightConcentration = 50;

/**
 * Draws what is unknown, scores all niches, counts. An unknown market size, growth or competition takes each of its levels equally often, an
 * unknown severity anything from 0 to 1, a known one what its bootstrap gave, and feasibility ± 0.2; factors that follow from the
 * same input move together. Niches are drawn independently of each other. `undefined` for fewer than two.
 */
export function orderOf(
  niches: readonly ComparedNiche[],
  { weights: stated, used }: Weighted = ownWeights,
  seed = orderSeed,
): Order | undefined {
  if (niches.length < 2) return undefined;
  const weights = factorNames.map((factor) => stated[factor]);
  const around = used.source === "default" ? {} : { around: weightConcentration };
  const found = acceptability(niches.map(alternativeOf), { weights, seed, ...around });
  return {
    ...found,
    method: `Rank acceptability (SMAA-2, Lahdelma & Salminen 2001); any weights: Dirichlet, all concentrations 1${
      used.source === "default" ? "" : `; around the weights: Dirichlet with their mean and concentration ${weightConcentration}`
    }`,
    assumptions: [
      "unknown levels equally likely",
      `feasibility uniform within ±${feasibilityDoubt}`,
      "niches independent of each other",
      ...severityDraws(niches),
    ],
  };
}

/** How the severities were drawn, which depends on what their analyses kept. */
function severityDraws(niches: readonly ComparedNiche[]): string[] {
  const known = niches.filter(({ severity }) => severity.basis === "evidence");
  const whole = known.filter(({ severity }) => severity.quantiles !== undefined);
  const lacking = known.filter(({ severity }) => severity.quantiles === undefined).map(({ name }) => name);
  // Analyses of before this was kept drew authors.
  const byUnits = Map.groupBy(whole, ({ severity }) => severity.over ?? "authors");
  return [
    ...Array.from(byUnits, ([over, some]) =>
      byUnits.size === 1
        ? `severity from the cluster bootstrap over ${over}`
        : `severity of ${some.map(({ name }) => name).join(", ")} from the cluster bootstrap over ${over}`,
    ),
    ...(lacking.length > 0
      ? [`severity of ${lacking.join(", ")} from a normal approximation of its interval: analysed before draws were kept`]
      : []),
    ...(known.length < niches.length ? ["severity without evidence uniform from 0 to 1"] : []),
  ];
}

function alternativeOf({ name, market, severity }: ComparedNiche): Alternative {
  const ranges = inputRanges(market, severity);
  const scorer = factorScorer(name);
  return (chance) => {
    const scores = scorer({
      marketSize: oneOf(ranges.marketSize, chance),
      growthRate: oneOf(ranges.growthRate, chance),
      competition: oneOf(ranges.competition, chance),
      severity: drawSeverity(severity, chance),
      feasibilityShift: (2 * chance.uniform() - 1) * feasibilityDoubt,
    });
    return factorNames.map((factor) => scores[factor]);
  };
}

function drawSeverity(severity: SeverityEstimate, chance: Chance): number {
  if (severity.basis === "unknown") return drawCriterion(undefined, chance);
  return severity.quantiles ? drawQuantile(severity.quantiles, chance) : drawCriterion(severity, chance);
}

/** A level of a non-empty list, each equally likely. */
function oneOf<Level>(levels: readonly [Level, ...Level[]], chance: Chance): Level {
  return levels[Math.floor(chance.uniform() * levels.length)] ?? levels[0];
}
