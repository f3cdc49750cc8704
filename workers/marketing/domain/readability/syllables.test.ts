import { expect, test } from "vitest";
import { dictionarySyllables } from "../../build/pronunciations.ts";
import { syllablesOf } from "./syllables.ts";

test("every word of the CMU pronouncing dictionary has its syllables", () => {
  const words = dictionarySyllables();
  const wrong = words.filter(([word, count]) => syllablesOf(word) !== Math.max(1, count));
  expect(words.length).toBeGreaterThan(120_000);
  expect(wrong.filter(([word]) => !word.endsWith("'"))).toEqual([]);
});

// textstat's own cases (textstat/textstat, tests/backend, MIT), all with margin 0 but the first.
test.each([
  ["relived", 2],
  ["couple", 2],
  ["enriched", 2],
  ["us", 1],
  ["too", 1],
  ["monopoly", 4],
  ["him", 1],
  ["he", 1],
  ["without", 2],
  ["creative", 3],
  ["every", 3],
  ["stimulating", 4],
  ["life", 1],
  ["cupboards", 2],
  ["day's", 1],
  ["forgotten", 3],
  ["through", 1],
  ["marriage", 2],
  ["hello", 2],
  ["the", 1],
  ["sentences", 3],
  ["songwriter", 3],
  ["removing", 3],
  ["interpersonal", 5],
])("textstat: %s has %i", (word, count) => {
  expect(syllablesOf(word)).toBe(count);
});

test("words that no dictionary has are counted by rule, hyphens join parts, digits are one", () => {
  expect(syllablesOf("singer-songwriter")).toBe(5);
  expect(syllablesOf("onboardings")).toBe(3);
  expect(syllablesOf("café")).toBe(2);
  expect(syllablesOf("500")).toBe(1);
  expect(syllablesOf("don’t")).toBe(1);
});
