/** The floors that the published methods set on the corpora of the reference folder: ours must not be below them. */
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { referenceAbsent, referenceText } from "../testing/reference.ts";
import { sentenceComplaint } from "./score.ts";
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
      }),
      transfer_amazon_snippets: z.object({ n: z.int(), vader_auc: z.number(), avg_auc: z.number() }),
    })
    .parse(JSON.parse(referenceText("text/complaint_detection_floors.json")));

interface Scored {
  score: number;
  complains: boolean;
}

/** Chance that a complaint ranks above praise; ties count half (Mann & Whitney 1947). */
function areaUnderCurve(scored: readonly Scored[]): number {
  const groups = [...Map.groupBy(scored, ({ score }) => score)].toSorted(([a], [b]) => a - b);
  let [wins, below] = [0, 0];
  for (const [, tied] of groups) {
    const complaints = tied.filter(({ complains }) => complains).length;
    wins += complaints * (below + (tied.length - complaints) / 2);
    below += tied.length - complaints;
  }
  return wins / (below * (scored.length - below));
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
});

describe.skipIf(referenceAbsent)("Amazon sentences that people rated", () => {
  it("are ranked by valence as published, and by the complaint score at least as well as by the published average of two methods", () => {
    const { n, vader_auc, avg_auc } = floors().transfer_amazon_snippets;
    const rated = referenceText("sentiment/amazonReviewSnippets_GroundTruth.txt")
      .split(/\r?\n/)
      .flatMap((line) => {
        const [, rating, text] = line.split("\t");
        return text === undefined ? [] : [{ text, rating: Number(rating) }];
      });
    const clear = rated.filter(({ rating }) => Math.abs(rating) > 0.5);
    const scored = (scoreOf: (text: string) => number) =>
      clear.map(({ text, rating }) => ({ score: scoreOf(text), complains: rating < 0 }));
    expect(Math.abs(clear.length - n)).toBeLessThan(60);
    expect(areaUnderCurve(scored((text) => -valenceOf(text).compound))).toBeCloseTo(vader_auc, 2);
    expect(areaUnderCurve(scored(sentenceComplaint))).toBeGreaterThanOrEqual(avg_auc);
  });
});
