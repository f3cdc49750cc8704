/** The factors of an opportunity: their weights and the score of each from what is known, assumed or unknown. */
import type { Factor, FactorName, Market } from "../../../../contracts/services/niche-opportunity.ts";
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
} as const;

/** What the scores are computed from. Everything is a definite value. */
export interface Inputs {
  marketSize: "large" | "medium" | "small";
  growthRate: "high" | "medium" | "low";
  competition: "low" | "medium" | "high";
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
    const monetization = 0.5 + sizeShift[inputs.marketSize] + growthShift[inputs.growthRate] + severityShift + businessShift;
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

/** What each input can be: one value where it is known, all of its values where it is not. First the least favourable. */
export function inputRanges(market: Market, severity: SeverityEstimate) {
  const { marketSize: size, growthRate: growth, competition: rivals } = market;
  return {
    marketSize: size === "unknown" ? (["small", "medium", "large"] as const) : ([size] as const),
    growthRate: growth === "unknown" ? (["low", "medium", "high"] as const) : ([growth] as const),
    competition: rivals === "unknown" ? (["high", "medium", "low"] as const) : ([rivals] as const),
    severity: [severity.low, severity.high] as const,
    feasibilityShift: [-feasibilityDoubt, feasibilityDoubt] as const,
  };
}

/** Parts into which an unknown severity is divided: enough that the share above 0.7 is exact. */
const severityParts = 10;

/**
 * Every combination of the levels of what is unknown, each equally likely, with what is known at its value. Where all is known there is one: then
 * nothing is averaged.
 */
export function likelyInputs(market: Market, severity: SeverityEstimate): Inputs[] {
  const { marketSize, growthRate, competition } = inputRanges(market, severity);
  const severities =
    severity.basis === "unknown" ? Array.from({ length: severityParts }, (_, part) => (part + 0.5) / severityParts) : [severity.value];
  return marketSize.flatMap((size) =>
    growthRate.flatMap((growth) =>
      competition.flatMap((rivals) =>
        severities.map((value) => ({ marketSize: size, growthRate: growth, competition: rivals, severity: value, feasibilityShift: 0 })),
      ),
    ),
  );
}

/** What stands behind each factor. */
export function basisOf(name: FactorName, market: Market, severity: SeverityEstimate): Factor["basis"] {
  switch (name) {
    case "market_size":
      return assumed(market.marketSize);
    case "growth_rate":
      return assumed(market.growthRate);
    case "competition":
      return assumed(market.competition);
    case "problem_severity":
      return severity.basis;
    case "solution_feasibility":
      return "assumption";
    case "monetization_potential":
      return market.marketSize === "unknown" || market.growthRate === "unknown" ? "unknown" : "assumption";
  }
}

function assumed(value: string): Factor["basis"] {
  return value === "unknown" ? "unknown" : "assumption";
}

function unit(value: number): number {
  return Math.min(1, Math.max(0, value));
}
