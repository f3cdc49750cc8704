/** How likely a sentence, and a text, is to complain. */
import { sentencesOf, type Sentence } from "../words/sentences.ts";
import { complaintFeatures } from "./features.ts";
import { valenceOf } from "./valence/valence.ts";
import model from "./weights.json" with { type: "json" };

const weights = new Map(Object.entries(model.weights));

export interface ScoredSentence extends Sentence {
  /** Probability that it complains, 0 to 1. */
  score: number;
}

export interface ScoredText {
  /** Probability that the text as a whole complains, 0 to 1. */
  score: number;
  sentences: ScoredSentence[];
}

/** From this score on a text or sentence counts as a complaint. The model is calibrated, so this is "more likely than not". */
export const complaintThreshold = 0.5;

/** Log-odds of a sentence in which nothing is known: four sentences of reviews in ten complain. */
const unread = Math.log(0.4 / 0.6);

/** Probability, 0 to 1, that one sentence complains; what it cannot read (no known word) gets the share of complaints among reviews. */
export function sentenceComplaint(text: string): number {
  return sigmoid(logOdds(text));
}

/**
 * Scores every sentence, and the text by the mean log-odds of its sentences: a long review that praises and has one reservation is
 * no complaint, although that one sentence is and can be quoted.
 */
export function scoreText(text: string): ScoredText {
  const sentences = sentencesOf(text).map((sentence) => ({ ...sentence, odds: logOdds(sentence.text) }));
  const mean = sentences.reduce((sum, { odds }) => sum + odds, 0) / Math.max(1, sentences.length);
  return { score: sigmoid(mean), sentences: sentences.map(({ odds, ...sentence }) => ({ ...sentence, score: sigmoid(odds) })) };
}

function logOdds(text: string): number {
  const features = complaintFeatures(text);
  const known = features.filter((feature) => weights.has(feature));
  const { compound } = valenceOf(text);
  if (known.length === 0 && compound === 0) return unread;
  return model.intercept + weighed(features) - model.valence * compound;
}

/** The part of the log-odds that words speak for, without the valence and without the shift that calibration on full sentences gave. */
export function wordOdds(text: string): number {
  return weighed(complaintFeatures(text));
}

function weighed(features: readonly string[]): number {
  const sum = features.reduce((total, feature) => total + (weights.get(feature) ?? 0), 0);
  return (model.scale * sum) / Math.sqrt(features.length || 1);
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
