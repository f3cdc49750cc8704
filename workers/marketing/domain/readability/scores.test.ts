import { expect, test } from "vitest";
import { countText } from "./counts.ts";
import * as formulas from "./scores.ts";

// Three texts and what textstat's tests expect of them (textstat/textstat dadf3d2, tests/backend, MIT).
const short = "Cool dogs wear da sunglasses.";
const punctuated = `
I said: 'This is a test sentence to test the remove_punctuation function.
It's short and not the work of a singer-songwriter. But it'll suffice.'
Your answer was: "I don't know. If I were you I'd write a test; just to make
sure, you're really just removing the characters you want to remove!" Didn't
`;
const easy =
  "Anna and her family love doing puzzles. Anna is best at little puzzles. Anna and her brother work on medium size puzzles together. Anna's Brother likes puzzles with cars in them. When the whole family does a puzzle, they do really big puzzles. It can take them a week to finish a really big puzzle. Last year they did a puzzle with 500 pieces! Anna tries to finish one small puzzle a day by her. Her puzzles have about 50 pieces. They all glue their favorite puzzles together and frame them. The puzzles look so nice on the wall.";

test.each([
  ["short", short, { words: 5, sentences: 1, syllables: 7, letters: 24, characters: 25, polysyllables: 1 }],
  ["easy", easy, { words: 99, sentences: 11, syllables: 139, letters: 418, characters: 431, polysyllables: 6 }],
  ["punctuated", punctuated, { words: 53, sentences: 5, syllables: 74, letters: 226, characters: 247, polysyllables: 4 }],
])("counts of the %s text", (_, text, counts) => {
  expect(countText(text)).toEqual(counts);
});

test.each([
  ["short", short, { flesch: 83.32, kincaid: 2.88, ari: 4.62, coleman: 6.12, smog: 8.842 }],
  ["easy", easy, { flesch: 78.918, kincaid: 4.488, ari: 3.575, coleman: 5.4, smog: 7.348 }],
])("textstat's scores of the %s text, to three decimals", (_, text, expected) => {
  const counts = countText(text);
  expect(formulas.fleschReadingEase(counts)).toBeCloseTo(expected.flesch, 3);
  expect(formulas.fleschKincaidGrade(counts)).toBeCloseTo(expected.kincaid, 3);
  expect(formulas.automatedReadabilityIndex(counts)).toBeCloseTo(expected.ari, 3);
  expect(formulas.colemanLiau(counts, 0.058)).toBeCloseTo(expected.coleman, 3);
  expect(formulas.smog(counts)).toBeCloseTo(expected.smog, 3);
});

// textstat's hand count of this text is 74 syllables, which is ours; its scores are printed from the 72 that its own counter
// finds, and it takes the underscore for a letter. With its two counts the scores are its scores.
test("textstat's scores of the punctuated text, to three decimals, from textstat's counts", () => {
  const counts = { ...countText(punctuated), syllables: 72, letters: 227 };
  expect(formulas.fleschReadingEase(counts)).toBeCloseTo(81.148, 3);
  expect(formulas.fleschKincaidGrade(counts)).toBeCloseTo(4.574, 3);
  expect(formulas.automatedReadabilityIndex(counts)).toBeCloseTo(5.82, 3);
  expect(formulas.colemanLiau(counts, 0.058)).toBeCloseTo(6.249, 3);
  expect(formulas.smog(counts)).toBeCloseTo(8.239, 3);
});

test.each([
  // Left out as familiar (Dale-Chall list): family, together and favorite in the easy text, none in the others.
  [short, 1, 10.0],
  [easy, 1, 4.004],
  [punctuated, 4, 7.259],
])("textstat's Fog, which leaves familiar words out", (text, complex, fog) => {
  expect(formulas.gunningFog(countText(text), complex)).toBeCloseTo(fog, 3);
});

// Counts and results of the long text in textstat's suite; 372 words, 376 tokens for the index that counts lone dashes.
test("closed forms on the counts of a 372 word text", () => {
  const long = { words: 372, sentences: 17, syllables: 549, letters: 1686, characters: 1748, polysyllables: 38 };
  expect(formulas.fleschReadingEase(long)).toBeCloseTo(59.77118595825428, 10);
  expect(formulas.fleschKincaidGrade(long)).toBeCloseTo(10.358633776091086, 10);
  expect(formulas.gunningFog(long, 25)).toBeCloseTo(11.441113219481341, 10);
  expect(formulas.smog(long)).toBeCloseTo(11.67, 3);
  expect(formulas.colemanLiau(long)).toBeCloseTo(9.496989247311827, 10);
  // textstat divides by tokens here: 4.71 (1748/376) + 0.5 (372/17) - 21.43 = 11.408.
  expect(formulas.automatedReadabilityIndex(long)).toBeCloseTo(4.71 * (1748 / 372) + 0.5 * (372 / 17) - 21.43, 10);
});

test("the check of Kincaid 1975: 100 words, 5 sentences, 150 syllables", () => {
  const counts = { words: 100, sentences: 5, syllables: 150, letters: 0, characters: 0, polysyllables: 0 };
  expect(formulas.fleschReadingEase(counts)).toBeCloseTo(59.635, 10);
  expect(formulas.fleschKincaidGrade(counts)).toBeCloseTo(9.91, 10);
});
