/** Ranks when neither the scores nor the weights are certain. */
import { chances, type Chance } from "../../../../kit/statistics/chance.ts";
import { z95 } from "../../../../kit/statistics/normal.ts";
import { rankProbabilities, type RankProbabilities } from "./ranks.ts";

/** One alternative: draws its value on every criterion, 0 to 1, in the order of the weights. */
export interface Alternative {
  (chance: Chance): readonly number[];
}

export interface AcceptabilityOptions {
  /** Of the criteria, adding up to 1. */
  weights: readonly number[];
  seed: number;
  /** Default 4,000: probabilities are then within 0.016 (two standard errors). */
  samples?: number;
}

export interface Acceptability {
  /** With the weights as stated: only the scores are uncertain. */
  stated: RankProbabilities;
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
  const { weights, seed, samples = 4000 } = options;
  const { parameters, process } = chances(seed);
  const flat = weights.map(() => 1);
  const stated: number[][] = [];
  const anyWeights: number[][] = [];
  for (let sample = 0; sample < samples; sample++) {
    const values = alternatives.map((alternative) => alternative(parameters));
    const drawn = process.dirichlet(flat);
    stated.push(values.map((criteria) => total(criteria, weights)));
    anyWeights.push(values.map((criteria) => total(criteria, drawn)));
  }
  return { stated: rankProbabilities(stated), anyWeights: rankProbabilities(anyWeights), samples, seed };
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

function total(criteria: readonly number[], weights: readonly number[]): number {
  return criteria.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0);
}
