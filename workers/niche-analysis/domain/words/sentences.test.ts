import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { sentencesOf } from "./sentences.ts";

const split = (text: string) => sentencesOf(text).map((sentence) => sentence.text);

test.each([
  ["It broke. Twice! Why?", ["It broke.", "Twice!", "Why?"]],
  ['It broke.Never again... "Really?" she said.', ["It broke.", "Never again...", '"Really?"', "she said."]],
  ["Dr. Smith paid $3.50 vs. 4.00 for v1.2.3.", ["Dr. Smith paid $3.50 vs. 4.00 for v1.2.3."]],
  ["lasting more than 45 minutes.MAJOR PROBLEMS!!", ["lasting more than 45 minutes.MAJOR PROBLEMS!!"]],
  ["one line\nanother line", ["one line", "another line"]],
  ["Great!It works", ["Great!", "It works"]],
  ["  ... !! ", []],
  ["no end", ["no end"]],
])("splits %j", (text, expected) => expect(split(text)).toEqual(expected));

test("every sentence stands where it says, and no letter is lost", () => {
  assert(
    property(string({ unit: "grapheme" }), (text) => {
      const sentences = sentencesOf(text);
      for (const { text: sentence, start, end } of sentences) expect(text.slice(start, end)).toBe(sentence);
      const letters = (some: string) => some.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
      expect(letters(sentences.map((sentence) => sentence.text).join(""))).toBe(letters(text));
    }),
  );
});
