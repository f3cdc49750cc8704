/** The few sentences that show best what a theme is about. */
import type { Quote } from "../../../../contracts/services/niche-figures.ts";
import type { ScoredText } from "../complaint/score.ts";
import { termsOf } from "../words/terms.ts";

/** A text of the theme: how close it is to the theme's centre, and its scored sentences. */
export interface QuotableText {
  evidenceId: string;
  author: string | undefined;
  fit: number;
  scored: ScoredText;
}

const quotesPerTheme = 3;
/** Shown as a complaint: surer than `complaintThreshold`, since a reader judges the theme by it. */
const quotableComplaint = 0.6;
/** Two sentences that share more than this part of the shorter one's words say the same. */
const sameWords = 0.6;
/** Words of a sentence that reads well as a quote. */
const [fewestWords, mostWords] = [4, 40];

/**
 * Up to three sentences of different texts and authors, best first: close to the theme's centre, about its terms, and complaining,
 * most of all within a text that complains. Where fewer
 * than two sentences complain, praise fills up, so that a theme without complaints is shown by what is said of it. Equals are ordered by
 * evidence id and place.
 */
export function chooseQuotes(texts: readonly QuotableText[], terms: readonly string[]): Quote[] {
  const wanted = new Set(terms.flatMap((term) => [...termsOf(term, new Set()).keys()]));
  const candidates = texts
    .flatMap((text) => text.scored.sentences.map((sentence) => ({ ...text, sentence, complains: sentence.score >= quotableComplaint })))
    .filter(({ sentence }) => sentence.text.split(/\s+/).length >= fewestWords)
    .map((candidate) => ({
      ...candidate,
      worth:
        worthOf(candidate.sentence.text, candidate.fit, wanted) *
        (candidate.complains ? candidate.sentence.score * candidate.scored.score : 1),
    }))
    .toSorted(
      (a, b) =>
        b.worth - a.worth || (a.evidenceId < b.evidenceId ? -1 : a.evidenceId > b.evidenceId ? 1 : a.sentence.start - b.sentence.start),
    );

  const complaints = distinct(candidates.filter(({ complains }) => complains));
  const chosen = complaints.length >= 2 ? complaints : distinct([...complaints, ...candidates.filter(({ complains }) => !complains)]);
  return chosen.slice(0, quotesPerTheme).map(({ evidenceId, sentence: { text, start, end } }) => ({ evidenceId, text, start, end }));
}

function worthOf(sentence: string, fit: number, wanted: ReadonlySet<string>): number {
  const keys = [...termsOf(sentence, new Set()).keys()];
  const onTopic = keys.filter((key) => wanted.has(key)).length > 0 ? 1 : 0.5;
  return Math.max(0.01, fit) * onTopic * (sentence.split(/\s+/).length > mostWords ? 0.5 : 1);
}

/** Keeps the first of each text and author, and none that says what an earlier one says. */
function distinct<Candidate extends { evidenceId: string; author: string | undefined; sentence: { text: string } }>(
  candidates: readonly Candidate[],
): Candidate[] {
  const kept: { candidate: Candidate; words: Set<string> }[] = [];
  for (const candidate of candidates) {
    if (kept.length === quotesPerTheme) break;
    const words = new Set(candidate.sentence.text.toLowerCase().match(/[\p{L}\p{N}']+/gu));
    const repeats = kept.some(
      ({ candidate: other, words: others }) =>
        other.evidenceId === candidate.evidenceId ||
        (other.author !== undefined && other.author === candidate.author) ||
        [...words].filter((word) => others.has(word)).length > sameWords * Math.min(words.size, others.size),
    );
    if (!repeats) kept.push({ candidate, words });
  }
  return kept.map(({ candidate }) => candidate);
}
