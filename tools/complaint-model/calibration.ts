/** Words and valence together, as a probability. */
import { complaintFeatures } from "../../workers/niche-analysis/domain/complaint/features.ts";
import { valenceOf } from "../../workers/niche-analysis/domain/complaint/valence/valence.ts";
import type { Example } from "./corpora.ts";
import { sigmoid, wordOddsOf, type LinearModel } from "./linear-model.ts";

export interface ComplaintModel extends LinearModel {
  /** Weight of a sentence's valence by VADER, taken off the log-odds. */
  valence: number;
}

/** Both signals in units of their standard deviation over `sentences`, which need no label; their sum ranks like their average. */
export function combined({ intercept, weights }: LinearModel, sentences: readonly string[]): ComplaintModel {
  const words = 1 / deviationOf(sentences.map((text) => wordOddsOf({ intercept, weights }, text)));
  return { ...scaled({ intercept, weights }, words), valence: 1 / deviationOf(sentences.map((text) => valenceOf(text).compound)) };
}

/** Platt scaling (Platt 1999): stretches and shifts the log-odds so that of the examples with 0.7 seven in ten complain. */
export function calibrated(model: ComplaintModel, examples: readonly Example[]): ComplaintModel {
  const known = examples.map(({ text, complaint }) => ({ odds: logOdds(model, text), complaint }));
  let [stretch, shift] = [1, 0];
  for (let step = 0; step < 20_000; step++) {
    let [stretchGradient, shiftGradient] = [0, 0];
    for (const { odds, complaint } of known) {
      const error = sigmoid(stretch * odds + shift) - complaint;
      stretchGradient += error * odds;
      shiftGradient += error;
    }
    stretch -= (0.2 * stretchGradient) / known.length;
    shift -= (0.2 * shiftGradient) / known.length;
  }
  const { intercept, weights } = scaled(model, stretch);
  return { intercept: intercept + shift, weights, valence: model.valence * stretch };
}

export function logOdds(model: ComplaintModel, text: string): number {
  return wordOddsOf(model, text) - model.valence * valenceOf(text).compound;
}

/** Whether the model knows a word of the text. */
export function isRead({ weights }: LinearModel, text: string): boolean {
  return valenceOf(text).compound !== 0 || complaintFeatures(text).some((feature) => weights.has(feature));
}

function scaled({ intercept, weights }: LinearModel, by: number): LinearModel {
  return { intercept: intercept * by, weights: new Map([...weights].map(([feature, weight]) => [feature, weight * by])) };
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
