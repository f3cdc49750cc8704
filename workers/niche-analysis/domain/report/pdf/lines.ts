/** Words to lines of a width. */
import type { Inlines } from "../blocks.ts";
import { printable, widthOf, type FontName } from "./fonts.ts";

/** Words of one font on a line, and where they begin. */
export interface Piece {
  x: number;
  text: string;
  font: FontName;
  width: number;
  /** The note that it is the mark of. */
  note?: number;
}
export type Line = Piece[];

interface Word {
  text: string;
  font: FontName;
  note?: number;
  /** A space stands before it. */
  apart: boolean;
}

/** Lines of at most `width` points; a word that is longer is cut. At least one line. */
export function linesOf(parts: Inlines, { width, size, bold = false }: { width: number; size: number; bold?: boolean }): Line[] {
  const lines: Line[] = [[]];
  let x = 0;
  for (const { text, font, note, apart } of wordsOf(parts, bold)) {
    for (const part of cut(text, font, { width, size })) {
      const space = apart && x > 0 && part === text.slice(0, part.length) ? widthOf(" ", font, size) : 0;
      const wide = widthOf(part, font, size);
      if (x > 0 && x + space + wide > width) {
        lines.push([]);
        x = 0;
      }
      const at = x === 0 ? 0 : x + space;
      lines.at(-1)?.push({ x: at, text: part, font, width: wide, ...(note !== undefined && { note }) });
      x = at + wide;
    }
  }
  return lines.map(joined);
}

function wordsOf(parts: Inlines, bold: boolean): Word[] {
  const words: Word[] = [];
  let open = false;
  for (const part of parts) {
    if (typeof part === "object" && "note" in part) {
      words.push({ text: `[${part.note}]`, font: "regular", note: part.note, apart: false });
      open = true;
      continue;
    }
    const [text, font] =
      typeof part === "string" ? [part, bold ? ("bold" as const) : ("regular" as const)] : [part.strong, "bold" as const];
    const plain = printable(text);
    plain.split(/\s+/).forEach((word, i) => {
      if (word !== "") words.push({ text: word, font, apart: i > 0 || !open });
    });
    open = !/\s$/.test(plain);
  }
  return words;
}

/** The word, or, where it is wider than a line, pieces that are not. */
function cut(word: string, font: FontName, { width, size }: { width: number; size: number }): string[] {
  if (widthOf(word, font, size) <= width) return [word];
  const pieces: string[] = [];
  let piece = "";
  for (const sign of word) {
    if (piece !== "" && widthOf(piece + sign, font, size) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += sign;
  }
  return [...pieces, piece];
}

/** Neighbours of one font become one piece, so that a reader who searches finds whole phrases. */
function joined(line: Line): Line {
  const pieces: Piece[] = [];
  for (const piece of line) {
    const last = pieces.at(-1);
    if (!last || last.font !== piece.font || last.note !== undefined || piece.note !== undefined) {
      pieces.push({ ...piece });
      continue;
    }
    const gap = piece.x > last.x + last.width + 0.01;
    last.text += (gap ? " " : "") + piece.text;
    last.width = piece.x + piece.width - last.x;
  }
  return pieces;
}
