/** A text in pieces: what is quoted of it, and what stands around. */
import type { Quote } from "../../../contracts/services/niche-analysis.ts";

export interface Piece {
  text: string;
  quoted: boolean;
}

/**
 * Cuts `text` at the places of its quotes (UTF-16 units). Overlapping quotes become one. A quote whose words do not stand where
 * it says is left out: nothing is marked that was not quoted.
 */
export function piecesOf(text: string, quotes: readonly Pick<Quote, "text" | "start" | "end">[]): Piece[] {
  const places = quotes.filter((quote) => text.slice(quote.start, quote.end) === quote.text).toSorted((a, b) => a.start - b.start);
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end } of places) {
    if (end <= at) continue;
    if (start > at) pieces.push({ text: text.slice(at, start), quoted: false });
    pieces.push({ text: text.slice(Math.max(start, at), end), quoted: true });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), quoted: false });
  return pieces;
}
