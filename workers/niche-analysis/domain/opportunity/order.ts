/** How settled the order of compared niches is, given all that is unknown of them. */
import type { Chance } from "../../../kit/statistics/chance.ts";
import type { Order } from "../../../../contracts/services/niche-comparison.ts";
import { factorNames, type Market } from "../../../../contracts/services/niche-opportunity.ts";
import { factorScorer, feasibilityDoubt, levelChoices, type Choice } from "./factors.ts";
import type { Readings } from "./levels/reading.ts";
import { acceptability, drawCriterion, drawQuantile, type Alternative } from "./ranking/acceptability.ts";
import { ownWeights, type Weighted } from "./score.ts";
import type { SeverityEstimate } from "./severity-estimate.ts";

export interface ComparedNiche {
  name: string;
  market: Market;
  severity: SeverityEstimate;
  /** What evidence says of levels that nobody set. */
  readings?: Readings | undefined;
}

/** Of every comparison, so that the same niches compare alike each time. */
export const orderSeed = 1;
/** How firmly weights that somebody set are held to be meant: one of 20 % is then between 10 and 32 % nineteen times in twenty. */
export const weightConcentration = 50;

/**
 * Draws what is unknown, scores all niches, counts. An unknown market size, growth or competition takes each of its levels equally often, one
 * that is read from evidence as often as its figure makes them likely, an
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
      ...(niches.some(({ readings }) => readings && Object.keys(readings).length > 0)
        ? ["levels read from evidence as likely as their figures make them"]
        : []),
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

type Money = "low" | "medium" | "high" | undefined;

function alternativeOf({ name, market, severity, readings = {} }: ComparedNiche): Alternative {
  const levels = levelChoices(market, readings);
  const scorer = factorScorer(name);
  return (chance) => {
    const scores = scorer({
      marketSize: oneOf(levels.marketSize, chance),
      growthRate: oneOf(levels.growthRate, chance),
      competition: oneOf(levels.competition, chance),
      monetization: levels.monetization.length > 1 ? oneOf<Money>(levels.monetization, chance) : levels.monetization[0]?.level,
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

/** One of some levels, each as often as it is likely. */
function oneOf<Level>(choices: readonly Choice<Level>[], chance: Chance): Level {
  let left = chance.uniform();
  for (const { level, chance: likely } of choices) {
    left -= likely;
    if (left < 0) return level;
  }
  const last = choices.at(-1);
  if (!last) throw new Error("There is no level to choose.");
  return last.level;
}
