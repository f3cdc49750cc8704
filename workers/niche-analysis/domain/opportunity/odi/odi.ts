/** Outcome-driven opportunity: what matters and is badly served. */
import type { outcomeBands } from "../../../../../contracts/services/niche-calculators.ts";

export type OutcomeBand = (typeof outcomeBands)[number];

/**
 * Ulwick 2002, 2005: importance + max(importance − satisfaction, 0), both from 0 to 10, so the result lies between 0 and 20. What is
 * important and well served keeps its importance; being satisfied beyond it takes nothing away.
 */
export function opportunityOf(importance: number, satisfaction: number): number {
  return importance + Math.max(importance - satisfaction, 0);
}

/** Above 15 extreme, above 12 high, above 10 underserved. */
export function outcomeBandOf(score: number): OutcomeBand {
  return score > 15 ? "extreme" : score > 12 ? "high" : score > 10 ? "underserved" : "served";
}

export interface Limits {
  low: number;
  high: number;
}

export interface OutcomeScore {
  outcome: string;
  /** 0 to 10. */
  importance: number;
  satisfaction: number;
  /** 95 %, by the resamples of the score. */
  importanceInterval: Limits;
  satisfactionInterval: Limits;
  /** 0 to 20, with its 95 % bootstrap interval. */
  score: number;
  low: number;
  high: number;
  band: OutcomeBand;
  /** Bands that the interval touches, most urgent first. */
  possibleBands: OutcomeBand[];
  /** People behind it. */
  n: number;
}

/** What kind of evidence stands behind the scores: answers to the two questions, or what texts let one guess. Never mixed in one list. */
export type OutcomeGrade = "survey" | "text-proxy";

export interface OutcomeScores {
  grade: OutcomeGrade;
  method: string;
  /** Highest score first. */
  outcomes: OutcomeScore[];
  /** Bootstrap draws of the scores, `draws[i][j]` of the j-th outcome above: for probabilities of ranks. */
  draws: number[][];
}
