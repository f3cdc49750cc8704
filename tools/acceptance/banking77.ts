/** Questions to a bank with 77 labels: themes in draws of ten, in ten that are known from elsewhere, and in all of them. */
import { rangeOf } from "../../bench/figures.ts";
import { selectRows } from "../../workers/niche-analysis/domain/themes/vectors.ts";
import { labelledRows } from "./corpora.ts";
import { keptVectors } from "./evidence.ts";
import { againstLabels, drawsAgainstLabels, type Agreement } from "./labelled.ts";
import type { Trial } from "./niche.ts";
import type { JudgedFigure } from "./table.ts";

/** What is aimed at whatever k-means reaches. */
const tenLabels = { ari: 0.75 };
const allLabels = { ari: 0.51, nmi: 0.8 };
/**
 * Ten labels on which clusterings by words alone, told their number, are known: the better of two on forty questions each of the file that goes with
 * this one (scikit-learn 1.2.1: TF-IDF of words and pairs, singular value decomposition, k-means).
 */
export const byWords = {
  labels: [
    "card_arrival",
    "lost_or_stolen_card",
    "exchange_rate",
    "top_up_failed",
    "cash_withdrawal_charge",
    "Refund_not_showing_up",
    "verify_my_identity",
    "passcode_forgotten",
    "apple_pay_or_google_pay",
    "beneficiary_not_allowed",
  ],
  each: 40,
  ari: 0.7799,
  nmi: 0.8565,
};

/** Throws when the file has no texts with labels. */
export async function* banking77(trial: Trial, path: string): AsyncGenerator<JudgedFigure> {
  const rows = labelledRows(path);
  if (rows === undefined) throw new Error(`${path} has no columns of texts and labels`);
  const vectors = await keptVectors(
    trial.embedder,
    rows.map(({ text }) => text),
  );
  const draws = await drawsAgainstLabels(trial, "banking77", rows, vectors, { labels: 10, each: 100, draws: 3 });
  yield* draws.flatMap(({ figures }) => figures);
  yield meanOf("banking77, ten labels: adjusted Rand index, mean of the draws", draws, "ari", tenLabels.ari);

  const known = [...rows.keys()].filter((row) => byWords.labels.includes(rows[row]?.label ?? ""));
  const few = await drawsAgainstLabels(
    trial,
    "banking77, the labels known by words",
    known.flatMap((row) => rows[row] ?? []),
    selectRows(vectors, known),
    { labels: byWords.labels.length, each: byWords.each, draws: 5 },
  );
  const name = `banking77, ${byWords.labels.length} × ${byWords.each} of the labels known by words, mean of ${few.length} draws`;
  yield meanOf(`${name}: adjusted Rand index`, few, "ari", byWords.ari);
  yield meanOf(`${name}: normalised mutual information`, few, "nmi", byWords.nmi);

  const { figures, found } = await againstLabels(trial, "banking77, all labels", rows, vectors);
  yield* figures;
  yield { name: "banking77, all labels: adjusted Rand index", unit: "", value: found.ari, bar: { atLeast: allLabels.ari }, aim: true };
  yield {
    name: "banking77, all labels: normalised mutual information",
    unit: "",
    value: found.nmi,
    bar: { atLeast: allLabels.nmi },
    aim: true,
  };
}

/** The mean of an index over draws, beside that of k-means. */
function meanOf(name: string, draws: readonly Agreement[], index: "ari" | "nmi", atLeast: number): JudgedFigure {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const own = draws.map(({ found }) => found[index]);
  const baseline = { name: "k-means told", value: mean(draws.map(({ told }) => told[index])) };
  return { name, unit: "", value: mean(own), range: rangeOf(own), baseline, bar: { atLeast }, aim: true };
}
