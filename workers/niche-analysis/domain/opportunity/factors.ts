/** The factors of an opportunity: their weights and the score of each from what is known, assumed or unknown. */
import type { Factor, FactorName, Market } from "../../../../contracts/services/niche-opportunity.ts";
import type { LevelledFactor, Readings } from "./levels/reading.ts";
import type { SeverityEstimate } from "./severity-estimate.ts";

/** What each factor counts for; together 1. */
export type Weights = Readonly<Record<FactorName, number>>;

/** The product's own, as its Python predecessor had them. */
export const factorWeights: Weights = {
  market_size: 0.2,
  growth_rate: 0.15,
  competition: 0.15,
  problem_severity: 0.2,
  solution_feasibility: 0.15,
  monetization_potential: 0.15,
};

export const marketScores = {
  marketSize: { large: 0.9, medium: 0.6, small: 0.3 },
  growthRate: { high: 0.9, medium: 0.6, low: 0.3 },
  competition: { low: 0.9, medium: 0.5, high: 0.2 },
  /** Where it is known by itself; the predecessor's rule needs no level. */
  monetization: { high: 0.9, medium: 0.6, low: 0.3 },
} as const;

type Level<Input extends keyof typeof marketScores> = keyof (typeof marketScores)[Input];

/** What the scores are computed from. Everything is a definite value. */
export interface Inputs {
  marketSize: "large" | "medium" | "small";
  growthRate: "high" | "medium" | "low";
  competition: "low" | "medium" | "high";
  /** Absent: it follows from size, growth, severity and the name. */
  monetization?: "high" | "medium" | "low" | undefined;
  /** 0 to 1. */
  severity: number;
  /** Added to the feasibility that the name suggests. */
  feasibilityShift: number;
}

const textWords = ["content", "writing", "translation", "summarization", "description", "copywriting", "editing"];
const analysisWords = ["analytics", "analysis", "reporting", "monitoring", "tracking", "management", "automation"];
const businessWords = ["business", "enterprise", "professional", "b2b", "management", "productivity", "efficiency"];
const sizeShift = { large: 0.2, medium: 0.1, small: -0.1 } as const;
const growthShift = { high: 0.2, medium: 0.1, low: -0.1 } as const;

/** How far off the feasibility that a name suggests may be: nothing but words stands behind it. */
export const feasibilityDoubt = 0.2;

/** Reads a name once: gives the score of every factor, 0 to 1, for any set of definite inputs. Words of the name count only as whole words. */
export function factorScorer(name: string): (inputs: Inputs) => Record<FactorName, number> {
  const words = new Set(name.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  const has = (some: readonly string[]) => some.some((word) => words.has(word));
  const feasibility = unit(0.7 + (has(textWords) ? 0.2 : 0) + (has(analysisWords) ? 0.1 : 0));
  const businessShift = has(businessWords) ? 0.1 : 0;
  return (inputs) => {
    const severityShift = inputs.severity > 0.7 ? 0.1 : 0;
    const monetization =
      inputs.monetization === undefined
        ? 0.5 + sizeShift[inputs.marketSize] + growthShift[inputs.growthRate] + severityShift + businessShift
        : marketScores.monetization[inputs.monetization];
    return {
      market_size: marketScores.marketSize[inputs.marketSize],
      growth_rate: marketScores.growthRate[inputs.growthRate],
      competition: marketScores.competition[inputs.competition],
      problem_severity: inputs.severity,
      solution_feasibility: unit(feasibility + inputs.feasibilityShift),
      monetization_potential: unit(monetization),
    };
  };
}

/**
 * The predecessor's own answers, what is unknown included: 0.5 for an unknown level, which moves nothing else, and no severity where nothing is
 * known of the problem.
 */
export function predecessorScores(name: string, market: Market, severity: SeverityEstimate): Record<FactorName, number> {
  const { marketSize, growthRate, competition } = market;
  const pain = severity.basis === "unknown" ? 0 : severity.value;
  const known = factorScorer(name)({
    marketSize: marketSize === "unknown" ? "medium" : marketSize,
    growthRate: growthRate === "unknown" ? "medium" : growthRate,
    competition: competition === "unknown" ? "medium" : competition,
    severity: pain,
    feasibilityShift: 0,
  });
  const unmoved = (marketSize === "unknown" ? sizeShift.medium : 0) + (growthRate === "unknown" ? growthShift.medium : 0);
  return {
    ...known,
    ...(marketSize === "unknown" && { market_size: 0.5 }),
    ...(growthRate === "unknown" && { growth_rate: 0.5 }),
    ...(competition === "unknown" && { competition: 0.5 }),
    monetization_potential: known.monetization_potential - unmoved,
  };
}

/** A level and how likely it is. */
export interface Choice<Of> {
  level: Of;
  chance: number;
}

/** What was set, else what evidence says, else each level equally likely; first the least favourable. Chances add up to 1. */
export function levelChoices(market: Market, readings: Readings) {
  return {
    marketSize: choices<Level<"marketSize">>(market.marketSize, ["small", "medium", "large"], readings.market_size),
    growthRate: choices<Level<"growthRate">>(market.growthRate, ["low", "medium", "high"], readings.growth_rate),
    competition: choices<Level<"competition">>(market.competition, ["high", "medium", "low"], readings.competition),
    monetization:
      setLevel("monetization_potential", market) === undefined && !readings.monetization_potential
        ? [{ level: undefined, chance: 1 }]
        : choices<Level<"monetization">>(market.monetization, ["low", "medium", "high"], readings.monetization_potential),
  };
}

function choices<Of extends string>(
  own: Of | "unknown" | undefined,
  levels: readonly Of[],
  reading: Readings[LevelledFactor],
): Choice<Of>[] {
  if (own !== undefined && own !== "unknown") return [{ level: own, chance: 1 }];
  if (!reading) return levels.map((level) => ({ level, chance: 1 / levels.length }));
  const chanceOf = (level: Of) => reading.levels.find((one) => one.level === level)?.chance ?? 0;
  return levels.map((level) => ({ level, chance: chanceOf(level) })).filter(({ chance }) => chance > 0);
}

/** What each input can be: one value where it is known, all of its values where it is not. First the least favourable. */
export function inputRanges(market: Market, severity: SeverityEstimate, readings: Readings = {}) {
  const { marketSize, growthRate, competition, monetization } = levelChoices(market, readings);
  return {
    marketSize: marketSize.map(({ level }) => level),
    growthRate: growthRate.map(({ level }) => level),
    competition: competition.map(({ level }) => level),
    monetization: monetization.map(({ level }) => level),
    severity: [severity.low, severity.high] as const,
    feasibilityShift: [-feasibilityDoubt, feasibilityDoubt] as const,
  };
}

/** Parts into which an unknown severity is divided: enough that the share above 0.7 is exact. */
const severityParts = 10;

/**
 * Every combination of the levels of what is not certain with its chance, with what is known at its value. Where all is known there is one: then
 * nothing is averaged.
 */
export function likelyInputs(market: Market, severity: SeverityEstimate, readings: Readings = {}): { inputs: Inputs; chance: number }[] {
  const { marketSize, growthRate, competition, monetization } = levelChoices(market, readings);
  const severities =
    severity.basis === "unknown" ? Array.from({ length: severityParts }, (_, part) => (part + 0.5) / severityParts) : [severity.value];
  return marketSize.flatMap((size) =>
    growthRate.flatMap((growth) =>
      competition.flatMap((rivals) =>
        monetization.flatMap((money) =>
          severities.map((value) => ({
            inputs: {
              marketSize: size.level,
              growthRate: growth.level,
              competition: rivals.level,
              ...(money.level !== undefined && { monetization: money.level }),
              severity: value,
              feasibilityShift: 0,
            },
            chance: (size.chance * growth.chance * rivals.chance * money.chance) / severities.length,
          })),
        ),
      ),
    ),
  );
}

const inputOf = {
  market_size: "marketSize",
  growth_rate: "growthRate",
  competition: "competition",
  monetization_potential: "monetization",
} as const satisfies Record<LevelledFactor, keyof Market>;

/** The level that somebody set of a factor; undefined where nobody did, and of factors that have none. */
export function setLevel(name: FactorName, market: Market): string | undefined {
  const level = name in inputOf ? market[inputOf[name as LevelledFactor]] : undefined;
  return level === "unknown" ? undefined : level;
}

/** What stands behind each factor. */
export function basisOf(name: FactorName, market: Market, severity: SeverityEstimate, readings: Readings = {}): Factor["basis"] {
  if (name === "problem_severity") return severity.basis;
  if (name === "solution_feasibility") return "assumption";
  if (setLevel(name, market) !== undefined) return "assumption";
  const reading = readings[name];
  if (reading) return reading.basis;
  const follows = name === "monetization_potential" && (["market_size", "growth_rate"] as const).every((from) => knownAs(from));
  return follows ? "assumption" : "unknown";

  function knownAs(from: LevelledFactor): boolean {
    return setLevel(from, market) !== undefined || readings[from] !== undefined;
  }
}

function unit(value: number): number {
  return Math.min(1, Math.max(0, value));
}
