/** Ranks when neither the scores nor the weights are certain. */
import { chances, type Chance } from "../../../../kit/statistics/chance.ts";
import { z95 } from "../../../../kit/statistics/normal.ts";
import { quantile } from "../../intervals/bootstrap.ts";
import { rankProbabilities, type RankProbabilities } from "./ranks.ts";

/** One alternative: draws its value on every criterion, 0 to 1, in the order of the weights. */
export interface Alternative {
  (chance: Chance): readonly number[];
}

export interface AcceptabilityOptions {
  /** Of the criteria, adding up to 1. */
  weights: readonly number[];
  seed: number;
  /** Concentration of a Dirichlet whose mean is `weights`: weights are also drawn around the stated ones. Default: they are not. */
  around?: number;
  /** Default 4,000: probabilities are then within 0.016 (two standard errors). */
  samples?: number;
}

export interface Acceptability {
  /** With the weights as stated: only the scores are uncertain. */
  stated: RankProbabilities;
  /** With weights drawn around the stated ones, where that was asked for. */
  aroundWeights?: RankProbabilities;
  /** With every weighting equally possible (Dirichlet with all concentrations 1): what does not depend on taste. */
  anyWeights: RankProbabilities;
  samples: number;
  seed: number;
}

/**
 * SMAA-2 (Lahdelma & Salminen 2001): rank acceptability by simulation, values and weights drawn together. The same draws of the values serve
 * both weightings.
 */
export function acceptability(alternatives: readonly Alternative[], options: AcceptabilityOptions): Acceptability {
  const { weights, seed, around, samples = 4000 } = options;
  const { parameters, process } = chances(seed);
  const flat = weights.map(() => 1);
  const stated: number[][] = [];
  const anyWeights: number[][] = [];
  const aroundWeights: number[][] = [];
  for (let sample = 0; sample < samples; sample++) {
    const values = alternatives.map((alternative) => alternative(parameters));
    const drawn = process.dirichlet(flat);
    stated.push(values.map((criteria) => total(criteria, weights)));
    anyWeights.push(values.map((criteria) => total(criteria, drawn)));
    if (around === undefined) continue;
    const near = weightsAround(weights, around, process);
    aroundWeights.push(values.map((criteria) => total(criteria, near)));
  }
  return {
    stated: rankProbabilities(stated),
    ...(around !== undefined && { aroundWeights: rankProbabilities(aroundWeights) }),
    anyWeights: rankProbabilities(anyWeights),
    samples,
    seed,
  };
}

/** A value from the distribution whose quantiles at equal steps, from least to largest, are `quantiles`: linear between them. */
export function drawQuantile(quantiles: readonly number[], chance: Chance): number {
  return quantile(quantiles, chance.uniform());
}

/**
 * A value on one criterion with the median `value` and the 95 % interval `low` to `high` (normal on either side, cut to [0, 1]); `undefined`
 * is not known: anything from 0 to 1, equally likely.
 */
export function drawCriterion(known: { value: number; low: number; high: number } | undefined, chance: Chance): number {
  if (!known) return chance.uniform();
  const off = chance.normal();
  const side = off < 0 ? known.value - known.low : known.high - known.value;
  return Math.min(1, Math.max(0, known.value + (side * off) / z95));
}

/** Dirichlet with the mean `weights`; a criterion that counts for nothing goes on doing so. */
function weightsAround(weights: readonly number[], concentration: number, chance: Chance): number[] {
  const drawn = chance.dirichlet(weights.filter((weight) => weight > 0).map((weight) => weight * concentration));
  let next = 0;
  return weights.map((weight) => (weight > 0 ? (drawn[next++] ?? 0) : 0));
}

function total(criteria: readonly number[], weights: readonly number[]): number {
  return criteria.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0);
}
