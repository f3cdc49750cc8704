/** A niche's opportunity: one score from six factors, how far off it may be, and whether enough is known to judge it. */
import {
  factorNames,
  type Factor,
  type FactorName,
  type Market,
  type Opportunity,
  type WeightingUsed,
} from "../../../../contracts/services/niche-opportunity.ts";
import {
  basisOf,
  factorScorer,
  factorWeights,
  inputRanges,
  likelyInputs,
  marketScores,
  predecessorScores,
  type Inputs,
  type Weights,
} from "./factors.ts";
import { swingsOf } from "./percentiles.ts";
import { unknownSeverity, type SeverityEstimate } from "./severity-estimate.ts";
import { standingOf } from "./standing.ts";
import { assessmentOf, bandOf, bandsWithin, explanationOf, recommendationsFor, unsettledAssessment } from "./wording.ts";

export interface OpportunityInput {
  /** Of the niche. */
  name: string;
  market: Market;
  severity: SeverityEstimate;
}

export interface Weighted {
  /** Together 1. */
  weights: Weights;
  used: WeightingUsed;
}

/** The product's own weights. */
export const ownWeights: Weighted = { weights: factorWeights, used: { source: "default", version: 0 } };

const methodOver = (units: string) =>
  `weighted sum of six factors, expected over what is unknown (each level equally likely); interval over every value that unknown inputs can take, a 95 % bootstrap of the severity${units === "" ? "" : ` over ${units}`} and ±0.2 on feasibility; sensitivity from the 10th to the 90th percentile`;

/**
 * Score = Σ weight × factor score, exactly as in the product's Python predecessor where everything is known and the weights are the product's
 * own. What is unknown never becomes a level silently: its factor shows the mean of what is possible, marked `unknown`, the interval spans all of
 * it, and where it could move the score by a band or more there is no band.
 */
export function scoreOpportunity(input: OpportunityInput, weighted: Weighted = ownWeights): Opportunity {
  const { name, market, severity } = input;
  const { factors, score, low, high, standing } = gist(input, weighted);
  const band = standing.settled ? bandOf(score) : null;
  const compatible = total(predecessorScores(name, market, severity), factorWeights);
  const compatibleBand = bandOf(compatible);
  return {
    score,
    low,
    high,
    method: methodOver(input.severity.over ?? ""),
    band,
    possibleBands: bandsWithin(low, high),
    assessment: band === null ? unsettledAssessment(standing) : assessmentOf(band),
    recommendations: recommendationsFor(name, band, factors),
    factors,
    weighting: weighted.used,
    standing,
    compatible: { score: compatible, band: compatibleBand, assessment: assessmentOf(compatibleBand) },
    sensitivity: swingsOf(input, factors)
      .map(({ factor, p10, p90, weight, value }) => {
        const [atLow, atHigh] = [rounded(score + weight * (p10 - value)), rounded(score + weight * (p90 - value))];
        return { factor, low: atLow, high: atHigh, swing: rounded(atHigh - atLow) };
      })
      .filter(({ swing }) => swing > 0)
      .toSorted((a, b) => b.swing - a.swing || factorNames.indexOf(a.factor) - factorNames.indexOf(b.factor)),
  };
}

/** The part of a score that lists show: cheap enough for hundreds of niches. */
export function gist({ name, market, severity }: OpportunityInput, { weights }: Weighted) {
  const scorer = factorScorer(name);
  const outcomes = allInputs(market, severity).map(scorer);
  const likely = likelyInputs(market, severity).map(scorer);
  const factors = factorNames.map((factor): Factor => {
    const scores = outcomes.map((outcome) => outcome[factor]);
    const [low, high] = [Math.min(...scores), Math.max(...scores)];
    const basis = basisOf(factor, market, severity);
    return {
      name: factor,
      weight: weights[factor],
      score: rounded(likely.reduce((sum, outcome) => sum + outcome[factor], 0) / likely.length),
      low: rounded(low),
      high: rounded(high),
      basis,
      explanation: explanationOf(factor, levelOf(factor, market), basis, { low, high }),
      ...(factor === "problem_severity" && severity.quantiles && { quantiles: severity.quantiles.map(rounded) }),
      ...(factor === "problem_severity" && severity.evidence && { evidence: severity.evidence }),
    };
  });
  const totals = outcomes.map((scores) => total(scores, weights));
  const score = rounded(factors.reduce((sum, factor) => sum + factor.weight * factor.score, 0));
  const [low, high] = [Math.min(rounded(Math.min(...totals)), score), Math.max(rounded(Math.max(...totals)), score)];
  return { factors, score, low, high, standing: standingOf(factors) };
}

/** The score after only the name or the assumptions changed; the evidence's part is taken from the score before. */
export function rescore(name: string, market: Market, before: Opportunity | undefined): Opportunity {
  const scored = scoreOpportunity({ name, market, severity: before ? severityBehind(before) : unknownSeverity });
  // The interval of the severity stays as it was computed, and so does what is said of it.
  return before ? { ...scored, method: before.method } : scored;
}

/** What the evidence said of the severity when the score was computed. */
export function severityBehind({ factors }: Pick<Opportunity, "factors">): SeverityEstimate {
  const factor = factors.find((one) => one.name === "problem_severity");
  if (factor?.basis !== "evidence") return unknownSeverity;
  const { score: value, low, high, quantiles, evidence } = factor;
  return { value, low, high, basis: "evidence", ...(quantiles && { quantiles }), ...(evidence && { evidence, over: evidence.over }) };
}

/** What was assumed of the market when the score was computed: each level has a score of its own. */
export function marketBehind({ factors }: Pick<Opportunity, "factors">): Market {
  const level = <Level extends string>(name: FactorName, scores: Readonly<Record<Level, number>>): Level | "unknown" => {
    const factor = factors.find((one) => one.name === name);
    const levels = Object.keys(scores) as Level[];
    return (factor?.basis === "assumption" && levels.find((one) => Math.abs(scores[one] - factor.score) < 1e-9)) || "unknown";
  };
  return {
    marketSize: level("market_size", marketScores.marketSize),
    growthRate: level("growth_rate", marketScores.growthRate),
    competition: level("competition", marketScores.competition),
  };
}

/** Every combination of the ends (or levels) of what is not certain. */
function allInputs(market: Market, severity: SeverityEstimate): Inputs[] {
  const ranges = inputRanges(market, severity);
  return ranges.marketSize.flatMap((marketSize) =>
    ranges.growthRate.flatMap((growthRate) =>
      ranges.competition.flatMap((competition) =>
        ranges.severity.flatMap((value) =>
          ranges.feasibilityShift.map((feasibilityShift) => ({ marketSize, growthRate, competition, severity: value, feasibilityShift })),
        ),
      ),
    ),
  );
}

function total(scores: Readonly<Record<FactorName, number>>, weights: Weights): number {
  return rounded(factorNames.reduce((sum, factor) => sum + weights[factor] * scores[factor], 0));
}

function levelOf(factor: FactorName, market: Market): string {
  const inputs: Partial<Record<FactorName, keyof typeof marketScores>> = {
    market_size: "marketSize",
    growth_rate: "growthRate",
    competition: "competition",
  };
  const input = inputs[factor];
  return input === undefined ? "" : market[input];
}

/** Twelve digits: sums of weights come out as people write them. */
function rounded(value: number): number {
  return Math.min(1, Math.max(0, Math.round(value * 1e12) / 1e12));
}
