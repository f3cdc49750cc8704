/** Text to sentences with their places, so that each can be shown exactly where it stands. */

export interface Sentence {
  text: string;
  /** UTF-16 offsets into the whole text: `whole.slice(start, end) === text`. */
  start: number;
  end: number;
}

/** A full stop after these ends no sentence. */
const abbreviation =
  /(?:^|[\s(])(?:[A-Z]|mr|mrs|ms|dr|prof|st|vs|etc|e\.g|i\.e|approx|inc|ltd|co|no|fig|oz|lb|lbs|ft|min|max|dept|est|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$/i;
const ending = /[.!?…]+["'”’)\]]*(?=\s|$)|[!?]+["'”’)\]]*(?=[\p{L}])|[\p{Ll})]\.(?=\p{Lu}\p{Ll})|\n+|[。！？]+/gu;

/**
 * Sentences in order, trimmed, none empty. Reviewers forget the space after a full stop ("broke.Never again"), so a lower-case letter,
 * a stop and a capitalised word also separate. The runtime's segmenter is not used: its rules change with its version, and an analysis
 * must give the same offsets everywhere.
 */
export function sentencesOf(text: string): Sentence[] {
  const found: Sentence[] = [];
  let from = 0;
  for (const match of text.matchAll(ending)) {
    const end = match.index + match[0].length;
    if (match[0] === "." && abbreviation.test(text.slice(Math.max(from, end - 12), end)) && end < text.trimEnd().length) continue;
    add(found, text, from, end);
    from = end;
  }
  add(found, text, from, text.length);
  return found;
}

function add(found: Sentence[], text: string, from: number, to: number): void {
  const piece = text.slice(from, to);
  const trimmed = piece.trim();
  // Only punctuation: it belongs to nobody.
  if (!/[\p{L}\p{N}]/u.test(trimmed)) return;
  const start = from + piece.indexOf(trimmed);
  found.push({ text: trimmed, start, end: start + trimmed.length });
}
