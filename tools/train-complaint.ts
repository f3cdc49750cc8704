/**
 * Trains the complaint model of niche analysis: `node tools/train-complaint.ts <reference folder>`.
 *
 * Reads the Pros/Cons snippets of Bing Liu (CC BY 4.0), fits a logistic regression over the domain's own features, weighs it with the valence of
 * sentences (VADER), calibrates both on sentences of UCI, measures them on texts that nothing of this has seen, and writes the weights with those
 * figures. Deterministic: the same corpora give the same file.
 */
import { writeFileSync } from "node:fs";
import { sentencesOf } from "../workers/niche-analysis/domain/words/sentences.ts";
import { areaUnderCurve } from "../workers/niche-analysis/domain/testing/area-under-curve.ts";
import { calibrated, combined, isRead, logOdds, type ComplaintModel } from "./complaint-model/calibration.ts";
import { Corpora, uciSentences, type Example } from "./complaint-model/corpora.ts";
import { fit } from "./complaint-model/linear-model.ts";

const settings = { epochs: 8, l2: 1e-4, rate: 0.3, minTexts: 2, seed: 1 };

const reference = process.argv[2];
if (reference === undefined) throw new Error("Say where the reference folder is: node tools/train-complaint.ts <folder>");
const output = new URL("../workers/niche-analysis/domain/complaint/weights.json", import.meta.url);

const corpora = new Corpora(reference);
const snippets = corpora.snippets();
const annotated = corpora.annotated();
const rated = corpora.rated();
const uci = { amazon: uciSentences("amazon"), yelp: uciSentences("yelp"), imdb: uciSentences("imdb") };
/** Of UCI's sentences every second, from the first, is calibrated on; the others are measured. */
const measured = (examples: readonly Example[]) => examples.filter((_, i) => i % 2 === 1);

// What is measured is not trained on, nor anything that says the same in the same words.
const kept = new Set([...rated, ...annotated, ...Object.values(uci).flatMap(measured)].map(({ text }) => lettersOf(text)));
const unseen = (examples: readonly Example[]) => examples.filter(({ text }) => !kept.has(lettersOf(text)));
// The split of reference/text/complaint_detection_floors.json: every fifth snippet is held out.
const training = unseen(snippets.filter((_, i) => i % 5 !== 0));
const calibration = unseen(Object.values(uci).flatMap((examples) => examples.filter((_, i) => i % 2 === 0)));
// The published split: of the food reviews the last thousand are measured.
const foods = corpora.foodReviews().slice(0, 4_000);
const ordinary = foods.flatMap(({ text }) => sentencesOf(text).map((sentence) => sentence.text));

const model = calibrated(combined(fit(training, settings), ordinary), calibration);
const { rounded, scale } = round(model);
const unread = Number((foods.filter(({ complaint }) => complaint === 1).length / foods.length).toFixed(3));
const figures = {
  heldOutSnippets: measure(snippets.filter((_, i) => i % 5 === 0)),
  amazonSentences: measure(measured(uci.amazon)),
  yelpSentences: measure(measured(uci.yelp)),
  imdbSentences: measure(measured(uci.imdb)),
  annotatedSentences: measure(annotated),
  ratedAmazonSentences: measure(
    rated.filter(({ rating }) => Math.abs(rating) > 0.5).map(({ text, rating }) => ({ text, complaint: rating < 0 ? 1 : 0 })),
  ),
};
const file = {
  about:
    "Logistic regression: log-odds that a sentence complains = intercept + scale × sum of the weights of its features ÷ √(number of its features) − valence × its compound valence by VADER; of a sentence in which neither knows a word those of the share unread. See README.md.",
  source: "Pros and cons dataset by Bing Liu (http://www.cs.uic.edu/~liub), CC BY 4.0",
  settings: { ...settings, snippets: training.length, calibration: calibration.length },
  figures,
  intercept: Number(rounded.intercept.toFixed(4)),
  valence: Number(rounded.valence.toFixed(4)),
  unread,
  scale,
  weights: Object.fromEntries([...rounded.weights].map(([feature, weight]) => [feature, Math.round(weight / scale)]).toSorted()),
};
const json = `${JSON.stringify(file, undefined, 0).replace('"weights":', '\n"weights":').replace('"figures":', '\n"figures":')}\n`;
writeFileSync(output, json);
process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n${rounded.weights.size} features, ${json.length} bytes\n`);

/** Weights to 8 bits; those that round to zero go. */
function round(exact: ComplaintModel): { rounded: ComplaintModel; scale: number } {
  const step = Number((Math.max(...[...exact.weights.values()].map(Math.abs)) / 127).toPrecision(6));
  const left = [...exact.weights]
    .map(([feature, weight]) => [feature, Math.round(weight / step) * step] as const)
    .filter(([, weight]) => weight !== 0);
  return { rounded: { ...exact, weights: new Map(left) }, scale: step };
}

function measure(examples: readonly Example[]) {
  const oddsOf = (text: string) => (isRead(rounded, text) ? logOdds(rounded, text) : Math.log(unread / (1 - unread)));
  const scored = examples.map(({ text, complaint }) => ({ score: oddsOf(text), complains: complaint === 1 }));
  const share = (holds: (one: (typeof scored)[number]) => boolean) => Number((scored.filter(holds).length / scored.length).toFixed(3));
  return {
    n: scored.length,
    accuracy: share(({ score, complains }) => score > 0 === complains),
    auc: Number(areaUnderCurve(scored).toFixed(3)),
    saidToComplain: share(({ score }) => score > 0),
    complain: share(({ complains }) => complains),
  };
}

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z]/g, "");
}
