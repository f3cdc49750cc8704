/** Questions to a bank with 77 labels: themes in draws of ten labels, and in all of them. */
import { rangeOf, type Figure } from "../../bench/figures.ts";
import { labelledRows } from "./corpora.ts";
import { keptVectors } from "./evidence.ts";
import { againstLabels, drawsAgainstLabels } from "./labelled.ts";
import type { Trial } from "./niche.ts";

/** What is to be reached whatever k-means reaches. */
const tenLabels = { ari: 0.75 };
const allLabels = { ari: 0.51, nmi: 0.8 };

/** Throws when the file has no texts with labels. */
export async function* banking77(trial: Trial, path: string): AsyncGenerator<Figure> {
  const rows = labelledRows(path);
  if (rows === undefined) throw new Error(`${path} has no columns of texts and labels`);
  const vectors = await keptVectors(
    trial.embedder,
    rows.map(({ text }) => text),
  );
  const draws = await drawsAgainstLabels(trial, "banking77", rows, vectors, { labels: 10, each: 100, draws: 3 });
  yield* draws.flatMap(({ figures }) => figures);
  const aris = draws.map(({ ari }) => ari);
  yield {
    name: "banking77, ten labels: adjusted Rand index, mean of the draws",
    unit: "",
    value: aris.reduce((sum, ari) => sum + ari, 0) / aris.length,
    range: rangeOf(aris),
    bar: { atLeast: tenLabels.ari },
  };
  const { figures, ari, nmi } = await againstLabels(trial, "banking77, all labels", rows, vectors);
  yield* figures;
  yield { name: "banking77, all labels: adjusted Rand index, absolute", unit: "", value: ari, bar: { atLeast: allLabels.ari } };
  yield { name: "banking77, all labels: normalised mutual information, absolute", unit: "", value: nmi, bar: { atLeast: allLabels.nmi } };
}
