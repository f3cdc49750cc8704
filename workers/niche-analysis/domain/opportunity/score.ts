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
  setLevel,
  type Inputs,
  type Weights,
} from "./factors.ts";
import { readingsBehind, type LevelledFactor, type Readings } from "./levels/reading.ts";
import { swingsOf } from "./percentiles.ts";
import { unknownSeverity, type SeverityEstimate } from "./severity-estimate.ts";
import { standingOf } from "./standing.ts";
import { assessmentOf, bandOf, bandsWithin, explanationOf, recommendationsFor, unsettledAssessment } from "./wording.ts";

export interface OpportunityInput {
  /** Of the niche. */
  name: string;
  market: Market;
  severity: SeverityEstimate;
  /** What evidence says of the levels that nobody set. */
  readings?: Readings | undefined;
}

export interface Weighted {
  /** Together 1. */
  weights: Weights;
  used: WeightingUsed;
}

/** The product's own weights. */
export const ownWeights: Weighted = { weights: factorWeights, used: { source: "default", version: 0 } };

const methodOver = (units: string) =>
  `weighted sum of six factors, expected over what is unknown (each level equally likely) and what is read from evidence (each level as likely as its figure makes it); interval over every value that unknown inputs can take, every level that a 95 % interval touches, a 95 % bootstrap of the severity${units === "" ? "" : ` over ${units}`} and ±0.2 on feasibility; sensitivity from the 10th to the 90th percentile`;

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
export function gist({ name, market, severity, readings = {} }: OpportunityInput, { weights }: Weighted) {
  const scorer = factorScorer(name);
  const outcomes = allInputs(market, severity, readings).map(scorer);
  const likely = likelyInputs(market, severity, readings).map(({ inputs, chance }) => ({ scores: scorer(inputs), chance }));
  const factors = factorNames.map((factor): Factor => {
    const scores = outcomes.map((outcome) => outcome[factor]);
    const [low, high] = [Math.min(...scores), Math.max(...scores)];
    const basis = basisOf(factor, market, severity, readings);
    const [set, reading] = [setLevel(factor, market), isLevelled(factor) ? readings[factor] : undefined];
    return {
      name: factor,
      weight: weights[factor],
      score: rounded(likely.reduce((sum, { scores: { [factor]: value }, chance }) => sum + chance * value, 0)),
      low: rounded(low),
      high: rounded(high),
      basis,
      explanation: explanationOf(factor, { set, reading, over: severity.over }, basis, { low, high }),
      ...(set !== undefined && { set }),
      ...(reading && { reading }),
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
export function rescore(
  name: string,
  market: Market,
  before: Opportunity | undefined,
  readings: Readings | undefined = before && readingsBehind(before),
): Opportunity {
  const scored = scoreOpportunity({ name, market, severity: before ? severityBehind(before) : unknownSeverity, readings });
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
    const set = levels.find((one) => one === factor?.set);
    if (set !== undefined || factor?.reading) return set ?? "unknown";
    // Of before it was kept what was set.
    return (factor?.basis === "assumption" && levels.find((one) => Math.abs(scores[one] - factor.score) < 1e-9)) || "unknown";
  };
  const monetization = (["high", "medium", "low"] as const).find(
    (one) => one === factors.find(({ name }) => name === "monetization_potential")?.set,
  );
  return {
    marketSize: level("market_size", marketScores.marketSize),
    growthRate: level("growth_rate", marketScores.growthRate),
    competition: level("competition", marketScores.competition),
    ...(monetization && { monetization }),
  };
}

/** Every combination of the ends (or levels) of what is not certain. */
function allInputs(market: Market, severity: SeverityEstimate, readings: Readings): Inputs[] {
  const ranges = inputRanges(market, severity, readings);
  return ranges.marketSize.flatMap((marketSize) =>
    ranges.growthRate.flatMap((growthRate) =>
      ranges.competition.flatMap((competition) =>
        ranges.monetization.flatMap((monetization) =>
          ranges.severity.flatMap((value) =>
            ranges.feasibilityShift.map((feasibilityShift) => ({
              marketSize,
              growthRate,
              competition,
              monetization,
              severity: value,
              feasibilityShift,
            })),
          ),
        ),
      ),
    ),
  );
}

function isLevelled(factor: FactorName): factor is LevelledFactor {
  return factor !== "problem_severity" && factor !== "solution_feasibility";
}

function total(scores: Readonly<Record<FactorName, number>>, weights: Weights): number {
  return rounded(factorNames.reduce((sum, factor) => sum + weights[factor] * scores[factor], 0));
}

/** Twelve digits: sums of weights come out as people write them. */
function rounded(value: number): number {
  return Math.min(1, Math.max(0, Math.round(value * 1e12) / 1e12));
}
