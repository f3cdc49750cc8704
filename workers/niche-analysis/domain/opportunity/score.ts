/** A niche's opportunity: one score from six factors, and how far off it may be. */
import {
  factorNames,
  type Factor,
  type FactorName,
  type Market,
  type Opportunity,
} from "../../../../contracts/services/niche-opportunity.ts";
import { basisOf, factorScores, factorWeights, inputRanges, marketScores, type Inputs } from "./factors.ts";
import { unknownSeverity, type SeverityEstimate } from "./severity-estimate.ts";
import { assessmentOf, bandOf, bandsWithin, explanationOf, recommendationsFor } from "./wording.ts";

export interface OpportunityInput {
  /** Of the niche. */
  name: string;
  market: Market;
  severity: SeverityEstimate;
}

const methodOver = (units: string) =>
  `weighted sum of six factors; interval over every value that unknown inputs can take, a 95 % bootstrap of the severity${units === "" ? "" : ` over ${units}`} and ±0.2 on feasibility`;

/**
 * Score = Σ weight × factor score, as in the product's Python predecessor where everything is known. What is unknown never becomes a
 * number silently: its factor shows the middle of what is possible, marked `unknown`, and the interval spans all of it.
 */
export function scoreOpportunity({ name, market, severity }: OpportunityInput): Opportunity {
  const outcomes = allInputs(market, severity).map((inputs) => factorScores(name, inputs));
  const best = factorScores(name, pointInputs(market, severity));
  const factors = factorNames.map((factor): Factor => {
    const scores = outcomes.map((outcome) => outcome[factor]);
    const [low, high] = [Math.min(...scores), Math.max(...scores)];
    const basis = basisOf(factor, market, severity);
    return {
      name: factor,
      weight: factorWeights[factor],
      score: rounded(basis === "unknown" ? (low + high) / 2 : best[factor]),
      low: rounded(low),
      high: rounded(high),
      basis,
      explanation: explanationOf(factor, levelOf(factor, market), basis, { low, high }),
    };
  });
  const totals = outcomes.map(total);
  const score = rounded(factors.reduce((sum, factor) => sum + factor.weight * factor.score, 0));
  const [low, high] = [rounded(Math.min(...totals)), rounded(Math.max(...totals))];
  const band = bandOf(score);
  return {
    score,
    low: Math.min(low, score),
    high: Math.max(high, score),
    method: methodOver(severity.over ?? ""),
    band,
    possibleBands: bandsWithin(low, high),
    assessment: assessmentOf(band),
    recommendations: recommendationsFor(name, band, factors),
    factors,
    sensitivity: sensitivityOf(factors, score),
  };
}

/** The score after only the name or the assumptions changed; the evidence's part is taken from the score before. */
export function rescore(name: string, market: Market, before: Opportunity | undefined): Opportunity {
  const scored = scoreOpportunity({ name, market, severity: before ? severityBehind(before) : unknownSeverity });
  // The interval of the severity stays as it was computed, and so does what is said of it.
  return before ? { ...scored, method: before.method } : scored;
}

/** What the evidence said of the severity when the score was computed. */
export function severityBehind({ factors }: Opportunity): SeverityEstimate {
  const factor = factors.find((one) => one.name === "problem_severity");
  return factor?.basis === "evidence" ? { value: factor.score, low: factor.low, high: factor.high, basis: "evidence" } : unknownSeverity;
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

/** Known inputs at their values. Unknown levels are not used: their factors take the middle of the range instead. */
function pointInputs(market: Market, severity: SeverityEstimate): Inputs {
  const { marketSize, growthRate, competition } = market;
  return {
    marketSize: marketSize === "unknown" ? "medium" : marketSize,
    growthRate: growthRate === "unknown" ? "medium" : growthRate,
    competition: competition === "unknown" ? "medium" : competition,
    severity: severity.value,
    feasibilityShift: 0,
  };
}

/** One factor at a time at either end of its range (a tornado diagram), widest swing first. */
function sensitivityOf(factors: readonly Factor[], score: number): Opportunity["sensitivity"] {
  return factors
    .map((factor) => {
      const low = rounded(score + factor.weight * (factor.low - factor.score));
      const high = rounded(score + factor.weight * (factor.high - factor.score));
      return { factor: factor.name, low, high, swing: rounded(high - low) };
    })
    .filter(({ swing }) => swing > 0)
    .toSorted((a, b) => b.swing - a.swing || factorNames.indexOf(a.factor) - factorNames.indexOf(b.factor));
}

function total(scores: Record<FactorName, number>): number {
  return factorNames.reduce((sum, factor) => sum + factorWeights[factor] * scores[factor], 0);
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
