import { expect, test } from "vitest";
import { countText, sentencesOf, wordsOf } from "./counts.ts";

const run = "Who's there?I have ... no time for this...\n            nonsense...my guy! a who's-who, veritably.";

// textstat/textstat, tests/backend, MIT.
test.each([
  ["", 0],
  ["a ", 1],
  ["They're here, and they're there.", 5],
  [run, 12],
])("words of %j, punctuation removed", (text, words) => {
  expect(wordsOf(text)).toHaveLength(words);
});

test.each([
  ["a $!&#@*b", 8],
  ["a b", 2],
  ["", 0],
])("characters of %j without spaces", (text, characters) => {
  expect(countText(text).characters).toBe(characters);
});

test.each([
  ["They're here, and they're there.", 24],
  [run.replace(" ... ", " "), 57],
])("letters of %j", (text, letters) => {
  expect(countText(text).letters).toBe(letters);
});

test("a full stop after an abbreviation, an initial or inside a number does not end a sentence", () => {
  expect(sentencesOf("Dr. Lee paid 3.50 dollars vs. 4. J. Doe did not.")).toEqual(["Dr. Lee paid 3.50 dollars vs. 4.", "J. Doe did not."]);
});

test("a blank line ends a sentence, a heading of two words is none", () => {
  expect(sentencesOf("What people say\n\nIt crashes. Often!\n\nThe end")).toEqual(["What people say", "It crashes.", "Often!"]);
});
