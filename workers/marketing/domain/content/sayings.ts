/** Which of people's own words to show: short sentences for headlines, readable excerpts for quotations. Never changed, only cut. */
import { sentencesOf, wordsOf } from "../readability/counts.ts";
import { plainText, withoutDoubleQuotes } from "./plain-text.ts";

export interface Quote {
  evidenceId: string;
  text: string;
}

const headlineWords = { fewest: 4, best: 9, most: 14 };
/** Longer ones are not even counted. */
const mostCharacters = 140;
const excerptWords = 40;

/** Addresses, mentions, masked data and markup do not belong into a headline. */
const unfit = /https?:|www\.|@|[<>{}[\]|*#`\\]|_{2,}/i;
const complaint =
  /\b(no|not|never|nothing|can't|cannot|won't|doesn't|don't|didn't|isn't|wasn't|couldn't|without|lost|loses?|losing|crash\w*|broken?|breaks|slow|wish|hate|tired|annoy\w*|frustrat\w*|waste\w*|disappoint\w*|terrible|awful|impossible|hard|difficult|expensive|missing|need)\b/i;
/** Verdicts that fit any product whatever. */
const generic = /\b(?:(?:buy|order|purchase)\w*(?: \w+)? again|recommend\w*|stars?|thanks?|thank you|love it|hate it)\b/i;
const personal = /\b(i|i'm|i've|i'd|my|me|we|our|you|your)\b/i;

/**
 * Sentences of the quotes that can stand as a headline, best first, each once.
 *
 * @param terms words that the headline should rather hold than not
 */
export function headlinesOf(quotes: readonly Quote[], terms: readonly string[] = []): Quote[] {
  const candidates = quotes.flatMap(({ evidenceId, text }) =>
    sentencesOf(plainText(text))
      .map((sentence) => ({ evidenceId, text: withoutDoubleQuotes(sentence) }))
      .filter(({ text: sentence }) => isHeadline(sentence)),
  );
  const seen = new Set<string>();
  return candidates
    .filter(({ text }) => !seen.has(text.toLowerCase()) && seen.add(text.toLowerCase()))
    .map((quote) => ({ quote, merit: meritOf(quote.text, terms) }))
    .toSorted((a, b) => b.merit - a.merit)
    .map(({ quote }) => quote);
}

/** At most 40 words of a quote, whole sentences where possible; cut at a word and marked with "…" where not. */
export function excerptOf({ evidenceId, text }: Quote): Quote {
  const plain = withoutDoubleQuotes(plainText(text));
  if (wordsOf(plain).length <= excerptWords) return { evidenceId, text: plain };
  let kept = "";
  for (const sentence of sentencesOf(plain)) {
    const next = kept === "" ? sentence : `${kept} ${sentence}`;
    if (wordsOf(next).length > excerptWords || !plain.startsWith(next)) break;
    kept = next;
  }
  return { evidenceId, text: kept === "" ? `${plain.split(" ").slice(0, excerptWords).join(" ")}…` : kept };
}

function isHeadline(sentence: string): boolean {
  if (sentence.length > mostCharacters) return false;
  const words = wordsOf(sentence).length;
  return (
    words >= headlineWords.fewest &&
    words <= headlineWords.most &&
    !unfit.test(sentence) &&
    !sentence.endsWith("?") &&
    /^[\p{L}\p{N}’‘']/u.test(sentence)
  );
}

function meritOf(sentence: string, terms: readonly string[]): number {
  const straight = sentence.replaceAll("’", "'");
  const length = -Math.abs(wordsOf(sentence).length - headlineWords.best) / headlineWords.best;
  const capital = /^\p{Lu}/u.test(sentence) ? 0.3 : 0;
  const shouting = sentence.length > 8 && sentence === sentence.toUpperCase() ? -1 : 0;
  const words = new Set(wordsOf(straight).map((word) => word.toLowerCase()));
  const telling = terms.some((term) => words.has(term.toLowerCase())) ? 0.5 : 0;
  return (
    length +
    telling -
    (generic.test(straight) ? 2 : 0) +
    (complaint.test(straight) ? 1 : 0) +
    (personal.test(straight) ? 0.5 : 0) +
    capital +
    shouting
  );
}
