import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { complaintFeatures } from "./features.ts";
import { scoreText, sentenceComplaint } from "./score.ts";
import model from "./weights.json" with { type: "json" };

/** Those that the model was not calibrated on: every second, from the second. The last row is empty. */
const labelled = (name: string) => {
  const path = new URL(`../../../../node_modules/sentiment/test/fixtures/${name}.json`, import.meta.url);
  const rows = JSON.parse(readFileSync(path, "utf8")) as { text: string; class: number | null }[];
  return rows.filter((row, i) => row.class !== null && i % 2 === 1);
};

test("sees words but those of grammar, which of them a negation turns, and pairs", () => {
  const words = ["!", "!and", "!the", "!well", "!work", "doesn't", "loud", "noise"];
  const pairs = ["and the", "doesn't work", "is loud", "it doesn't", "loud !", "noise is", "the noise", "well and", "work well"];
  expect(complaintFeatures("It doesn’t work well, and the noise is loud!")).toEqual([...words, ...pairs].toSorted());
  expect(complaintFeatures("Not bad, not good at all here today")).toEqual(
    expect.arrayContaining(["!bad", "!good", "today", "not", "not bad", "not good"]),
  );
});

describe("praise", () => {
  test.each([
    ["I love it, the sound is excellent.", true],
    ["It arrived on Tuesday in a box.", false],
    ["The hinge broke after two days, terrible.", false],
    ["It is great. It is great. It broke.", true],
  ])("of %j is %s", (text, praises) => expect(scoreText(text).praises).toBe(praises));

  // Of the sentences that people labelled positive and negative, the shares that are called praise: as many as VADER finds, less what complains.
  test.each([
    ["amazon", 0.7, 0.12],
    ["yelp", 0.7, 0.15],
    ["imdb", 0.65, 0.2],
  ] as const)("is found in most positive sentences of %s and few negative ones", (name, least, most) => {
    const share = (kind: number) => {
      const own = labelled(name).filter((one) => one.class === kind);
      return own.filter(({ text }) => scoreText(text).praises).length / own.length;
    };
    expect(share(1)).toBeGreaterThan(least);
    expect(share(0)).toBeLessThan(most);
  });
});

describe("the complaint score", () => {
  test.each([
    ["The hinge broke after two days.", "This is the best case I own."],
    ["It does not work with my phone.", "It works perfectly with my phone."],
    ["Battery life is too short.", "Long battery life."],
    ["I wish it had a volume button.", "The volume button is easy to reach."],
  ])("puts %j above %j", (complaint, praise) => expect(sentenceComplaint(complaint)).toBeGreaterThan(sentenceComplaint(praise)));

  // 500 sentences each, labelled by people (Kotzias et al. 2015), none of them used in training or calibration.
  test.each([
    ["amazon", 0.88],
    ["yelp", 0.83],
    ["imdb", 0.8],
  ] as const)("tells the %s sentences apart as often as its file claims", (name, least) => {
    const rows = labelled(name);
    const right = rows.filter((row) => sentenceComplaint(row.text) > 0.5 === (row.class === 0)).length / rows.length;
    expect(right).toBeCloseTo(model.figures[`${name}Sentences`].accuracy, 3);
    expect(right).toBeGreaterThanOrEqual(least);
  });

  test("is a probability: of the sentences that it gives about 0.8, about eight in ten complain", () => {
    const scored = labelled("amazon").map((row) => ({ score: sentenceComplaint(row.text), complains: row.class === 0 }));
    const near = scored.filter(({ score }) => score > 0.7 && score < 0.9);
    expect(near.length).toBeGreaterThan(40);
    expect(near.filter(({ complains }) => complains).length / near.length).toBeCloseTo(0.8, 0.5);
  });

  test("one reservation in a text full of praise makes a complaining sentence, not a complaining text", () => {
    const text = "Great sound. I love the fit. Very comfortable and easy to use. The strap broke.";
    const { score, sentences } = scoreText(text);
    expect(score).toBeLessThan(0.5);
    expect(sentences.filter((sentence) => sentence.score > 0.5).map(({ start, end }) => text.slice(start, end))).toEqual([
      "The strap broke.",
    ]);
  });

  test("a text without a known word is taken for no complaint, with little certainty", () =>
    expect(scoreText("Zzyzx qwrt").score).toBe(0.35));
});
