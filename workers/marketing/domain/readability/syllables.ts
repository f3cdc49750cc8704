/** Syllables of an English word: the CMU pronouncing dictionary's count where it knows the word, rules where it does not. */
import { syllable } from "syllable";
import { syllableCorrections } from "./syllable-exceptions.ts";

let corrections: Map<string, number> | undefined;

/**
 * How many syllables `word` has, at least 1. Hyphenated parts are counted one by one; digits count as one syllable, however
 * many there are (no dictionary says how a number is read aloud).
 */
export function syllablesOf(word: string): number {
  const parts = word
    .toLowerCase()
    .replaceAll("’", "'")
    .split(/[^a-z'\u00df-\u024f]+/);
  const count = parts.reduce((sum, part) => sum + syllablesOfPart(part.replace(/^'+|'+$/g, "")), 0);
  return Math.max(1, count);
}

function syllablesOfPart(part: string): number {
  if (part === "") return 0;
  // Built at the first word, not at start: an isolate that never measures a text does not pay for it.
  corrections ??= new Map(
    syllableCorrections.flatMap(([difference, words]) =>
      words
        .trim()
        .split(/\s+/)
        .map((word): [string, number] => [word, difference]),
    ),
  );
  return syllable(part) + (corrections.get(part) ?? 0);
}
