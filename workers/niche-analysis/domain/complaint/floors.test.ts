/** The floors that the published methods set on the corpora of the reference folder: ours must not be below them. */
import { describe, expect, it } from "vitest";
import Papa from "papaparse";
import * as z from "zod";
import { areaUnderCurve } from "../testing/area-under-curve.ts";
import { referenceAbsent, referenceText } from "../testing/reference.ts";
import { sentenceComplaint, scoreText, wordOdds } from "./score.ts";
import { valenceOf } from "./valence/valence.ts";

const floors = () =>
  z
    .object({
      pros_cons: z.object({
        n_pros: z.int(),
        n_cons: z.int(),
        vader_auc: z.number(),
        vader_acc_thr0: z.number(),
        logreg: z.object({ acc: z.number() }),
        nb: z.object({ acc: z.number() }),
      }),
      fine_foods: z.object({ test: z.int(), vader_auc: z.number() }),
      transfer_amazon_snippets: z.object({ n: z.int(), vader_auc: z.number(), avg_auc: z.number(), pearson_avg: z.number() }),
    })
    .parse(JSON.parse(referenceText("text/complaint_detection_floors.json")));

interface Scored {
  score: number;
  complains: boolean;
}

/** Share that a threshold tells right. */
function accuracy(scored: readonly Scored[], threshold: number): number {
  return scored.filter(({ score, complains }) => score >= threshold === complains).length / scored.length;
}

/** The threshold that tells most of these right. */
function bestThreshold(scored: readonly Scored[]): number {
  const ascending = scored.toSorted((a, b) => a.score - b.score);
  let right = ascending.filter(({ complains }) => complains).length;
  let [most, threshold] = [right, Number.NEGATIVE_INFINITY];
  for (const { score, complains } of ascending) {
    right += complains ? -1 : 1;
    if (right > most) [most, threshold] = [right, score + 1e-9];
  }
  return threshold;
}

function pearson(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const product = (a: readonly number[], ma: number, b: readonly number[], mb: number) =>
    a.reduce((sum, value, i) => sum + (value - ma) * ((b[i] ?? 0) - mb), 0);
  return product(x, mx, y, my) / Math.sqrt(product(x, mx, x, mx) * product(y, my, y, my));
}

describe.skipIf(referenceAbsent)("snippets of pros and cons, every fifth", () => {
  const snippets = (name: "Pros" | "Cons") =>
    Array.from(
      referenceText(`text/pros_cons/Integrated${name}.txt`).matchAll(new RegExp(`<${name}>(.*?)</${name}>`, "gs")),
      ([, text = ""]) => text,
    );

  it("are told apart by valence as published, and by the complaint score far above it", () => {
    const { n_pros, n_cons, vader_auc, vader_acc_thr0 } = floors().pros_cons;
    const [pros, cons] = [snippets("Pros"), snippets("Cons")];
    expect(Math.abs(pros.length - n_pros) + Math.abs(cons.length - n_cons)).toBeLessThan(20);
    const held = [...pros.map((text) => ({ text, complains: false })), ...cons.map((text) => ({ text, complains: true }))].filter(
      (_, i) => i % 5 === 0,
    );
    const byValence = held.map(({ text, complains }) => ({ score: -valenceOf(text).compound, complains }));
    expect(areaUnderCurve(byValence)).toBeCloseTo(vader_auc, 2);
    expect(byValence.filter(({ score, complains }) => score > 0 === complains).length / held.length).toBeCloseTo(vader_acc_thr0, 1);
    const ours = held.map(({ text, complains }) => ({ score: sentenceComplaint(text), complains }));
    expect(areaUnderCurve(ours)).toBeGreaterThan(vader_auc + 0.1);
  });

  it("are told apart by the words as well as by the published classifiers, and by the score, calibrated on whole sentences, nearly so", () => {
    const { logreg, nb } = floors().pros_cons;
    const all = [
      ...snippets("Pros").map((text) => ({ text, complains: false })),
      ...snippets("Cons").map((text) => ({ text, complains: true })),
    ];
    const scored = (rows: typeof all, scoreOf: (text: string) => number) =>
      rows.map(({ text, complains }) => ({ score: scoreOf(text), complains }));
    const [training, held] = [all.filter((_, i) => i % 5 !== 0), all.filter((_, i) => i % 5 === 0)];
    const threshold = bestThreshold(scored(training, wordOdds));
    expect(accuracy(scored(held, wordOdds), threshold)).toBeGreaterThanOrEqual(Math.max(logreg.acc, nb.acc));
    expect(accuracy(scored(held, sentenceComplaint), 0.5)).toBeGreaterThan(nb.acc - 0.005);
  });
});

describe.skipIf(referenceAbsent)("Amazon sentences that people rated", () => {
  it("are ranked by valence as published, and by the complaint score, which has seen none of them, at least as well as by the published average of two methods", () => {
    const { n, vader_auc, avg_auc, pearson_avg } = floors().transfer_amazon_snippets;
    const rated = referenceText("sentiment/amazonReviewSnippets_GroundTruth.txt")
      .split(/\r?\n/)
      .flatMap((line) => {
        const [, rating, text] = line.split("\t");
        return text === undefined ? [] : [{ text, rating: Number(rating) }];
      });
    // The published count is that of ratings beyond half a point: what is nearer to neutral is neither complaint nor praise.
    const clear = rated.filter(({ rating }) => Math.abs(rating) > 0.5);
    const scored = (scoreOf: (text: string) => number) =>
      clear.map(({ text, rating }) => ({ score: scoreOf(text), complains: rating < 0 }));
    expect(clear).toHaveLength(n);
    expect(areaUnderCurve(scored((text) => -valenceOf(text).compound))).toBeCloseTo(vader_auc, 6);
    expect(areaUnderCurve(scored(sentenceComplaint))).toBeGreaterThanOrEqual(avg_auc);
    // Of all of them, against what people rated.
    const own = pearson(
      rated.map(({ text }) => -sentenceComplaint(text)),
      rated.map(({ rating }) => rating),
    );
    expect(own).toBeGreaterThanOrEqual(pearson_avg);
  });
});

describe.skipIf(referenceAbsent)("food reviews with fewer than five stars", () => {
  it("are ranked by valence as published, and by the complaint score, which was trained on no review of food, far better", () => {
    const { test, vader_auc } = floors().fine_foods;
    const { data } = Papa.parse(referenceText("text/fine_foods_reviews_5000.csv"), { header: true, skipEmptyLines: true });
    const held = z
      .array(z.object({ review: z.string(), score: z.string() }))
      .parse(data)
      .slice(-test);
    const scored = (scoreOf: (text: string) => number) =>
      held.map(({ review, score }) => ({ score: scoreOf(review), complains: score === "other" }));
    expect(areaUnderCurve(scored((text) => -valenceOf(text).compound))).toBeCloseTo(vader_auc, 4);
    const ours = areaUnderCurve(scored((text) => scoreText(text).score));
    expect(ours).toBeGreaterThan(vader_auc + 0.07);
  });
});
