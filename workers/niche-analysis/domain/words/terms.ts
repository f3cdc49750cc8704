/** The words and word pairs of a text that can name a subject. */
import { labelStopWords } from "./stop-words.ts";

export interface Term {
  /** What is counted: the same for a word and its plural. */
  key: string;
  /** As written, lower case. */
  form: string;
}

/**
 * Distinct terms of a text by key: single words, and pairs of neighbours without punctuation between them, in which no word is a stop word.
 * Plurals count as their singular, so that "battery" and "batteries" are one subject.
 */
export function termsOf(text: string, stopWords: ReadonlySet<string> = labelStopWords): Map<string, Term> {
  const found = new Map<string, Term>();
  for (const stretch of text
    .toLowerCase()
    .replaceAll("’", "'")
    .split(/[^\p{L}\p{N}'\s-]+|\s[-–]+\s|--+/u)) {
    let previous: Term | undefined;
    for (const [raw] of stretch.matchAll(/[\p{L}\p{N}][\p{L}\p{N}'-]*/gu)) {
      const form = raw.replace(/(?:'s|'|-)$/, "");
      const term = { key: singular(form), form };
      if (form.length < 2 || /^[\p{N}'-]+$/u.test(form) || stopWords.has(form) || stopWords.has(raw) || stopWords.has(term.key)) {
        previous = undefined;
        continue;
      }
      found.set(term.key, term);
      if (previous) {
        const pair = { key: `${previous.key} ${term.key}`, form: `${previous.form} ${term.form}` };
        found.set(pair.key, pair);
      }
      previous = term;
    }
  }
  return found;
}

/** What a word and its commonest English plurals have in common; a key for counting, never shown ("movies" and "movie" are both "movy"). */
export function singular(word: string): string {
  if (word.length > 3 && /ies?$/.test(word)) return word.replace(/ies?$/, "y");
  if (word.length > 4 && /(?:ch|sh|x|ss|zz)es$/.test(word)) return word.slice(0, -2);
  return word.length > 3 && /[^suia']s$/.test(word) ? word.slice(0, -1) : word;
}
