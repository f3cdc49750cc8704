/** The parts of a sentence that may judge differently: "the picture is sharp, but the remote broke". */
import { sentencesOf } from "../../words/sentences.ts";

export interface Clause {
  text: string;
  /** UTF-16 offsets into the whole text. */
  start: number;
  end: number;
  /** The sentence that it is part of. */
  sentence: { text: string; start: number; end: number };
}

/** A clause begins at a word that turns and after a semicolon. */
const turn = /\b(?:but|however|although|though|whereas|except)\b|;/gi;

/** Clauses in order, none without a letter or digit. */
export function clausesOf(text: string): Clause[] {
  return sentencesOf(text).flatMap((sentence) => {
    const turns = Array.from(sentence.text.matchAll(turn), ({ index }) => index).filter((at) => at > 0);
    return [0, ...turns].flatMap((from, i) => {
      const piece = sentence.text.slice(from, turns[i]);
      return /[\p{L}\p{N}]/u.test(piece)
        ? [{ text: piece, start: sentence.start + from, end: sentence.start + from + piece.length, sentence }]
        : [];
    });
  });
}
