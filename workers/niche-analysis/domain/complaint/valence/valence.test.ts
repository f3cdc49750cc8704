import { describe, expect, it } from "vitest";
import * as z from "zod";
import { referenceAbsent, referenceText } from "../../testing/reference.ts";
import { valenceOf } from "./valence.ts";

// Published with the program (Hutto & Gilbert, MIT): its README and its demonstration.
describe("valence", () => {
  it.each([
    ["VADER is smart, handsome, and funny.", 0.8316],
    ["VADER is VERY SMART, handsome, and FUNNY!!!", 0.9342],
    ["VADER is not smart, handsome, nor funny.", -0.7424],
    ["The plot was good, but the characters are uncompelling and the dialog is not great.", -0.7042],
    ["Today only kinda sux! But I'll get by, lol", 0.5249],
    ["Sentiment analysis has never been good.", -0.3412],
    ["Roger Dodger is one of the least compelling variations on this theme.", -0.1695],
    ["Without a doubt, an excellent idea.", 0.7013],
    ["VADER is such a badass!", 0.4003],
    ["Catch utf-8 emoji such as 💘 and 💋 and 😁", 0.875],
  ])("of %j is %d", (text, compound) => expect(valenceOf(text).compound).toBe(compound));

  it("of an emoji is that of what it shows, beside a word or coloured as well", () => {
    const love = valenceOf("red heart").compound;
    expect(love).toBeGreaterThan(0.5);
    for (const text of ["❤", "❤\u{fe0f}"]) expect(valenceOf(text).compound).toBe(love);
    expect(valenceOf("Broken😡").compound).toBe(valenceOf("Broken pouting face").compound);
    expect(valenceOf("flag 🇩🇪 1️⃣").compound).toBe(0);
  });

  it("of nothing is neutral in everything", () => expect(valenceOf("  ")).toEqual({ compound: 0, positive: 0, negative: 0, neutral: 0 }));
});

describe.skipIf(referenceAbsent)("against the published program", () => {
  const expected = z.object({
    rows: z.array(z.object({ text: z.string(), neg: z.number(), neu: z.number(), pos: z.number(), compound: z.number() })),
    corpus_level: z.object({ amazonReviewSnippets: z.object({ n: z.number(), pearson: z.number(), mean_compound: z.number() }) }),
  });
  const file = referenceAbsent ? undefined : expected.parse(JSON.parse(referenceText("sentiment/vader_expected.json")));

  it("gives each text its four figures", () => {
    const rows = file?.rows ?? [];
    expect(rows.length).toBe(27);
    for (const { text, neg: negative, neu: neutral, pos: positive, compound } of rows)
      expect({ text, ...valenceOf(text) }).toEqual({ text, negative, neutral, positive, compound });
  });

  it("agrees over 3,708 rated sentences, in the mean and in the correlation with people", () => {
    const rated = referenceText("sentiment/amazonReviewSnippets_GroundTruth.txt")
      .split(/\r?\n/)
      .flatMap((line) => {
        const [, rating, text] = line.split("\t");
        return text === undefined ? [] : [{ rating: Number(rating), compound: valenceOf(text).compound }];
      });
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const [r, c] = [rated.map(({ rating }) => rating), rated.map(({ compound }) => compound)];
    const [mr, mc] = [mean(r), mean(c)];
    const covariance = (x: number[], mx: number, y: number[], my: number) => mean(x.map((value, i) => (value - mx) * ((y[i] ?? 0) - my)));
    const { n, pearson, mean_compound } = file?.corpus_level.amazonReviewSnippets ?? { n: 0, pearson: 0, mean_compound: 0 };
    expect(rated).toHaveLength(n);
    // The lexicon was revised in a few words since; 1 in 3,708 scores may differ by as much.
    expect(mc).toBeCloseTo(mean_compound, 3);
    expect(covariance(r, mr, c, mc) / Math.sqrt(covariance(r, mr, r, mr) * covariance(c, mc, c, mc))).toBeCloseTo(pearson, 3);
  });
});
