import { describe, expect, test } from "vitest";
import { scoreText } from "../complaint/score.ts";
import { chooseQuotes, type QuotableText } from "./quotes.ts";

const text = (evidenceId: string, content: string, fit: number, author?: string): QuotableText & { content: string } => ({
  evidenceId,
  author,
  fit,
  scored: scoreText(content),
  content,
});

const texts = [
  text("e1", "I like the colour. The battery dies after an hour of talk.", 0.8, "ann"),
  text("e2", "The battery does not hold its charge and dies too soon.", 0.7, "bob"),
  text("e3", "Battery died again, this battery is the worst.", 0.9, "ann"),
  text("e4", "The battery lasts very long, excellent.", 0.95),
  text("e5", "The box was broken and the battery door is loose.", 0.1),
];

describe("quotes", () => {
  test("are the complaining sentences nearest to the theme, one an author, exactly as they stand", () => {
    const quotes = chooseQuotes(texts, ["battery"]);
    expect(quotes.map(({ evidenceId }) => evidenceId)).toEqual(["e3", "e2", "e5"]);
    for (const { evidenceId, text: quote, start, end } of quotes)
      expect(texts.find((one) => one.evidenceId === evidenceId)?.content.slice(start, end)).toBe(quote);
  });

  test("do not depend on the order of the texts", () =>
    expect(chooseQuotes(texts.toReversed(), ["battery"])).toEqual(chooseQuotes(texts, ["battery"])));

  test("show praise where nobody complains", () => {
    expect(chooseQuotes([text("e4", "The battery lasts very long, excellent.", 0.9)], ["battery"])).toEqual([
      { evidenceId: "e4", text: "The battery lasts very long, excellent.", start: 0, end: 39 },
    ]);
  });
});
