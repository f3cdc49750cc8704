/** What the readability formulas count: words, sentences, syllables, letters. English only. */
import type { TextCounts } from "../../../../contracts/services/marketing-content.ts";
import { syllablesOf } from "./syllables.ts";

/** Words whose full stop does not end a sentence. */
const abbreviations = new Set(["mr", "mrs", "ms", "dr", "prof", "st", "vs", "etc", "e.g", "i.e", "approx", "no", "inc", "ltd", "jr", "sr"]);
const fewestWords = 3;

/**
 * Words in their order, without the punctuation around and inside them (apostrophes stay): "singer-songwriter" is one word,
 * "I'd" is one word, a lone dash is none.
 */
export function wordsOf(text: string): string[] {
  return tokensOf(text).map(withoutPunctuation);
}

function tokensOf(text: string): string[] {
  return text.split(/\s+/).filter((token) => withoutPunctuation(token) !== "");
}

function withoutPunctuation(token: string): string {
  return token.replace(/[^\p{L}\p{N}'’]/gu, "").replace(/^['’]+|['’]+$/g, "");
}

/**
 * Sentences in their order, trimmed. One ends at `.`, `!` or `?` before white space, and at a blank line; not after an
 * abbreviation or an initial. A last piece without an end counts from three words on.
 */
export function sentencesOf(text: string): string[] {
  return text.split(/\n\s*\n/).flatMap(sentencesOfParagraph);
}

function sentencesOfParagraph(paragraph: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const end of paragraph.matchAll(/[.!?…]+["'”’)\]]*(?=\s|$)/g)) {
    const stop = end.index + end[0].length;
    if (end[0] === "." && isAbbreviation(paragraph.slice(start, end.index))) continue;
    sentences.push(paragraph.slice(start, stop).trim());
    start = stop;
  }
  const rest = paragraph.slice(start).trim();
  if (wordsOf(rest).length >= fewestWords) sentences.push(rest);
  return sentences.filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

function isAbbreviation(before: string): boolean {
  const last =
    before
      .split(/\s+/)
      .at(-1)
      ?.replace(/^["'“‘(]+/, "") ?? "";
  return abbreviations.has(last.toLowerCase()) || /^\p{Lu}$/u.test(last);
}

/** Counts of `text`; a text with words has at least one sentence. */
export function countText(text: string): TextCounts {
  const tokens = tokensOf(text);
  const words = tokens.map(withoutPunctuation);
  const syllables = tokens.map((token) => syllablesOf(token));
  return {
    words: words.length,
    sentences: words.length === 0 ? 0 : Math.max(1, sentencesOf(text).length),
    syllables: syllables.reduce((sum, count) => sum + count, 0),
    letters: words.join("").replace(/['’]/g, "").length,
    characters: text.replace(/\s/g, "").length,
    polysyllables: syllables.filter((count) => count >= 3).length,
  };
}
