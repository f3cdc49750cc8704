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
  /** Whether it is positive: no complaint, and of a mean valence from which its authors call a text positive. */
  praises: boolean;
  sentences: ScoredSentence[];
}

/** From this score on a text or sentence counts as a complaint. The model is calibrated, so this is "more likely than not". */
export const complaintThreshold = 0.5;

/** Compound valence from which a text is positive (Hutto & Gilbert 2014). */
export const praiseThreshold = 0.05;

/** Log-odds of a sentence in which nothing is known: those of any review. */
const unread = Math.log(model.unread / (1 - model.unread));

/** Probability, 0 to 1, that one sentence complains; what it cannot read (no known word) gets the share of complaints among reviews. */
export function sentenceComplaint(text: string): number {
  return sigmoid(read(text).odds);
}

/**
 * Scores every sentence, and the text by the mean log-odds of its sentences: a long review that praises and has one reservation is
 * no complaint, although that one sentence is and can be quoted.
 */
export function scoreText(text: string): ScoredText {
  const sentences = sentencesOf(text).map((sentence) => ({ ...sentence, ...read(sentence.text) }));
  const count = Math.max(1, sentences.length);
  const score = sigmoid(sentences.reduce((sum, { odds }) => sum + odds, 0) / count);
  const valence = sentences.reduce((sum, { compound }) => sum + compound, 0) / count;
  return {
    score,
    praises: score < complaintThreshold && valence >= praiseThreshold,
    sentences: sentences.map(({ odds, compound: _, ...sentence }) => ({ ...sentence, score: sigmoid(odds) })),
  };
}

/** The same of a sentence or a part of one, with its valence, from −1 to 1. */
export function opinionIn(text: string): { score: number; valence: number } {
  const { odds, compound } = read(text);
  return { score: sigmoid(odds), valence: compound };
}

/** The log-odds that a sentence complains, and its valence. */
function read(text: string): { odds: number; compound: number } {
  const features = complaintFeatures(text);
  const known = features.filter((feature) => weights.has(feature));
  const { compound } = valenceOf(text);
  if (known.length === 0 && compound === 0) return { odds: unread, compound };
  return { odds: model.intercept + weighed(features) - model.valence * compound, compound };
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
