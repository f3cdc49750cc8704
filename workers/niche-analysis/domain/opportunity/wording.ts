/** What a score is called and what follows from it, in words. Every sentence is a template; no model writes here. */
import type { Factor, FactorName, LevelReading, OpportunityBand, Standing } from "../../../../contracts/services/niche-opportunity.ts";
import { figureInWords, levelsInWords } from "../../../../contracts/services/niche-level-words.ts";
import { isOpen } from "./standing.ts";

/** Lower bounds, best first. */
const bandBounds: readonly (readonly [OpportunityBand, number])[] = [
  ["excellent", 0.8],
  ["very_good", 0.6],
  ["good", 0.4],
  ["fair", 0.2],
  ["limited", 0],
];

const assessments: Record<OpportunityBand, string> = {
  excellent: "Excellent opportunity with high potential",
  very_good: "Very good opportunity worth pursuing",
  good: "Good opportunity with moderate potential",
  fair: "Fair opportunity with limited potential",
  limited: "Limited opportunity with minimal potential",
};

const generalAdvice: Record<OpportunityBand, readonly string[]> = {
  excellent: ["Proceed with high priority", "Allocate significant resources", "Develop a comprehensive implementation plan"],
  very_good: ["Proceed with medium-high priority", "Allocate appropriate resources", "Develop an implementation plan"],
  good: ["Proceed with medium priority", "Allocate limited resources at first", "Test the idea with a small prototype"],
  fair: ["Proceed with low priority", "Spend only on finding out more", "Look for a narrower part of the market"],
  limited: ["Do not proceed as it stands", "Spend on other niches first", "Come back when the evidence changes"],
};

const strengths: Record<FactorName, (niche: string) => string> = {
  market_size: (niche) => `Leverage the large market size in the ${niche} niche`,
  growth_rate: (niche) => `Position for rapid growth in the ${niche} niche`,
  competition: () => "Capitalize on the low competition environment",
  problem_severity: () => "Emphasize the significant pain point being solved",
  solution_feasibility: () => "Move quickly to implement the technically feasible solution",
  monetization_potential: () => "Develop a premium pricing strategy based on high willingness to pay",
};

const weaknesses: Record<FactorName, (niche: string) => string> = {
  market_size: (niche) => `Check whether the small ${niche} market can carry a product`,
  growth_rate: (niche) => `Plan for slow growth in the ${niche} niche`,
  competition: () => "Find what sets the product apart from its many competitors",
  problem_severity: () => "Look for a problem that hurts more before building",
  solution_feasibility: () => "Prove with a prototype that the solution can be built",
  monetization_potential: () => "Find out who would pay before building",
};

/** Where there is no band. */
const unsettledAdvice = ["Find out what is unknown before deciding for or against it"];

export const spokenNames: Record<FactorName, string> = {
  market_size: "market size",
  growth_rate: "growth rate",
  competition: "competition",
  problem_severity: "severity of the problem",
  solution_feasibility: "feasibility of a solution",
  monetization_potential: "monetization potential",
};

export function bandOf(score: number): OpportunityBand {
  // A sum of weighted scores that means 0.6 may fall a hair short of it.
  return bandBounds.find(([, least]) => score >= least - 1e-9)?.[0] ?? "limited";
}

/** Every band that the interval touches, best first. */
export function bandsWithin(low: number, high: number): OpportunityBand[] {
  const names = bandBounds.map(([band]) => band);
  return names.slice(names.indexOf(bandOf(high)), names.indexOf(bandOf(low)) + 1);
}

export function assessmentOf(band: OpportunityBand): string {
  return assessments[band];
}

/** In the place of an assessment: what is unknown or open, and what it could do. */
export function unsettledAssessment({ width, unknown }: Standing): string {
  // What merely follows from others is learnt with them.
  const named = unknown.filter(({ factor, open }) => open === true || factor !== "monetization_potential");
  const parts = [
    ["unknown", named.filter(({ open }) => !open)] as const,
    ["open by what was read", named.filter(({ open }) => open)] as const,
  ].flatMap(([what, some]) =>
    some.length === 0 ? [] : [`${listed(some.map(({ factor }) => spokenNames[factor]))} ${some.length === 1 ? "is" : "are"} ${what}`],
  );
  return `Not settled: ${parts.join(", ")}${parts.length > 1 ? ", which together" : " and"} could move the score by ${width.toFixed(2)}`;
}

function listed(names: readonly string[]): string {
  const [last = "", ...others] = names.toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(", ")} and ${last}`;
}

/**
 * Advice for the band (`null`: there is none), then for every known factor that is strong (≥ 0.7) or weak (≤ 0.4), then what to find out: what is unknown,
 * and what evidence leaves open.
 */
export function recommendationsFor(niche: string, band: OpportunityBand | null, factors: readonly Factor[]): string[] {
  const known = factors.filter((factor) => factor.basis !== "unknown" && !isOpen(factor));
  return [
    ...(band === null ? unsettledAdvice : generalAdvice[band]),
    ...known.filter(({ score }) => score >= 0.7).map(({ name }) => strengths[name](niche)),
    ...known.filter(({ score }) => score <= 0.4).map(({ name }) => weaknesses[name](niche)),
    ...factors
      .filter((factor) => isOpen(factor) || (factor.basis === "unknown" && factor.name !== "monetization_potential"))
      .map((factor) => {
        const { name, weight, low, high } = factor;
        const what = isOpen(factor) ? "what was read leaves it open, and it" : "it is unknown and";
        return `Find out the ${spokenNames[name]}: ${what} moves the score by up to ${(weight * (high - low)).toFixed(2)}`;
      }),
  ];
}

/** One or two sentences on where a factor's score comes from. `over`: what the bootstrap of a severity drew; analyses of before it was kept drew authors. */
export function explanationOf(
  name: FactorName,
  { set, reading, over = "authors" }: { set?: string | undefined; reading?: LevelReading | undefined; over?: string | undefined },
  basis: Factor["basis"],
  { low, high }: { low: number; high: number },
): string {
  const range = `${low.toFixed(2)} to ${high.toFixed(2)}`;
  if (set !== undefined) {
    const assumed = `The ${spokenNames[name]} is assumed to be ${set}`;
    if (!reading) return `${assumed}.`;
    return `${assumed}; ${reading.basis === "evidence" ? "evidence says" : "the stated ranges say"} ${readingInWords(reading)}.`;
  }
  if (reading) return `The ${spokenNames[name]} is ${readingInWords(reading)}.`;
  if (basis === "unknown") {
    return name === "monetization_potential"
      ? `Follows from market size and growth rate, of which at least one is unknown: anything from ${range} is possible.`
      : `The ${spokenNames[name]} is unknown: anything from ${range} is possible.`;
  }
  switch (name) {
    case "problem_severity":
      return `Mean severity of the themes that the texts belong to, from the share of complaints and their intensity; bootstrap over ${over} gives ${range}.`;
    case "solution_feasibility":
      return `Suggested by the words of the niche's name only; may be off by 0.2 either way (${range}).`;
    case "monetization_potential":
      return `Assumed to follow from market size and growth rate, the severity of the problem and the words of the niche's name (${range}).`;
    default:
      return `The ${spokenNames[name]} may be anything from ${range}.`;
  }
}

function readingInWords(reading: LevelReading): string {
  return `${levelsInWords(reading)}: ${figureInWords(reading)}`;
}
