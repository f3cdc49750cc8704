/** The words and word pairs of a text that can name a subject. */
import { labelStopWords } from "./stop-words.ts";

export interface Term {
  /** What is counted: singular where that is safe. */
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

/** The commonest English plurals, and only where the result cannot be another word's stem. */
function singular(word: string): string {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(?:ch|sh|x|ss|zz)es$/.test(word)) return word.slice(0, -2);
  return word.length > 3 && /[^suiay']s$/.test(word) ? word.slice(0, -1) : /[aeo]ys$/.test(word) ? word.slice(0, -1) : word;
}
