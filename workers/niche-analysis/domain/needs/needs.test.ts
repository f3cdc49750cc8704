import { describe, expect, it } from "vitest";
import { sentencesOf } from "../words/sentences.ts";
import { NeedCount, needsIn, type NeedyText } from "./needs.ts";

describe("the need that a sentence voices", () => {
  it.each([
    // Sentences of reviews (UCI "Sentiment Labelled Sentences"; Hu & Liu 2004; McAuley & Leskovec 2013) and of software forums.
    ["willingness-to-pay", "This camera is worth every penny, and I highly recommend it!"],
    ["willingness-to-pay", "I’d gladly pay $20 a month for something that just works."],
    ["willingness-to-pay", "Yes, the price is high, but I was willing to pay a higher price to get something I desired."],
    ["alternative", "I was having a hard time looking for an alternative for campbells cream of mushroom."],
    ["alternative", "Can anyone recommend a tool for that?"],
    ["alternative", "So I'm looking for a replacement, and this is not it."],
    ["workaround", "I currently keep everything in a spreadsheet and a Python script."],
    ["workaround", "We had to copy every invoice by hand."],
    ["feature-request", "I wish it was available in a loose tea too."],
    ["feature-request", "It would be nice if they sold them in larger quantities."],
    ["feature-request", "Please add dark mode."],
    ["feature-request", "The app needs a way to export my data."],
    ["how-to", "How do I top up my card?"],
    ["how-to", "Is there a way to change my PIN"],
    ["bug", "One stopped working in february and the other in march."],
    ["bug", "I purchased this for the car charger and it does not work."],
    ["bug", "The app keeps crashing after the update."],
  ])("is %s: %s", (kind, sentence) => expect(needsIn(sentence)).toContain(kind));

  it.each([
    "This is not worth the money.",
    "I would have to pay to send them a sample.",
    "A great alternative to salty or greasy potato chips.",
    "If you're looking for something better, stop here.",
    "I wish I had bought this sooner.",
    "The product did not have the texture or the taste that it should have.",
    "How can you call yourself a steakhouse?",
    "It never crashed once.",
    "It just doesn't seem to work its way into our diets often enough.",
    "The kids don't play with it.",
  ])("is none: %s", (sentence) => expect(needsIn(sentence)).toEqual([]));

  it("can be several, the most telling first", () => {
    expect(needsIn("I'd pay for an app like that, please add it, mine stopped working.")).toEqual([
      "willingness-to-pay",
      "feature-request",
      "bug",
    ]);
  });
});

describe("the needs of texts", () => {
  const needsOf = (texts: readonly Omit<NeedyText, "row">[], authors: readonly string[] = []) => {
    const count = new NeedCount();
    for (const [row, text] of texts.entries()) count.add({ row, ...text });
    return count.result((rows) => new Set(rows.map((row) => authors[row] ?? row)).size);
  };
  const textOf = (evidenceId: string, text: string) => ({ evidenceId, sentences: sentencesOf(text) });

  it("count a text once a kind, with an interval, and quote different texts where they say it", () => {
    const texts = [
      textOf("evd_1", "Nice. I wish it was bigger. I wish it was red."),
      textOf("evd_2", "Please add a lid."),
      textOf("evd_3", "Please add a handle."),
      textOf("evd_4", "Fine as it is."),
    ];
    const [need, ...others] = needsOf(texts);
    expect(others).toEqual([]);
    expect(need).toMatchObject({ kind: "feature-request", share: { value: 0.75, count: 3, n: 4, method: "wilson-95" } });
    expect(need?.quotes).toEqual([
      { evidenceId: "evd_1", text: "I wish it was bigger.", start: 6, end: 27 },
      { evidenceId: "evd_2", text: "Please add a lid.", start: 0, end: 17 },
    ]);
  });

  it("are of people: who asks three times is one", () => {
    const texts = ["Please add a lid.", "Please add a handle.", "Please add a spout.", "Fine."].map((text, i) => textOf(`evd_${i}`, text));
    const [need] = needsOf(texts, ["ann", "ann", "ann", "bob"]);
    expect(need?.share).toMatchObject({ count: 1, n: 2, value: 0.5 });
    expect(need?.evidenceIds).toHaveLength(3);
  });

  it("are none where nobody asks for anything", () => expect(needsOf([textOf("evd_1", "Fine.")])).toEqual([]));
});
