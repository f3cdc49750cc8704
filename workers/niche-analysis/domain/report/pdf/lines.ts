/** Words to lines of a width. */
import type { Inline, Inlines } from "../blocks.ts";
import { printable, widthOf, type FontName } from "./fonts.ts";

/** Words of one font on a line, and where they begin. */
export interface Piece {
  x: number;
  text: string;
  font: FontName;
  width: number;
  /** The note that it is the mark of. */
  note?: number;
  /** The address that it opens. */
  href?: string;
}
export type Line = Piece[];

interface Word {
  text: string;
  font: FontName;
  note?: number;
  href?: string;
  /** A space stands before it. */
  apart: boolean;
}

/** Lines of at most `width` points; a word that is longer is cut. At least one line. */
export function linesOf(parts: Inlines, { width, size, bold = false }: { width: number; size: number; bold?: boolean }): Line[] {
  const lines: Line[] = [[]];
  let x = 0;
  for (const { text, font, note, href, apart } of wordsOf(parts, bold)) {
    for (const part of cut(text, font, { width, size })) {
      const space = apart && x > 0 && part === text.slice(0, part.length) ? widthOf(" ", font, size) : 0;
      const wide = widthOf(part, font, size);
      if (x > 0 && x + space + wide > width) {
        lines.push([]);
        x = 0;
      }
      const at = x === 0 ? 0 : x + space;
      lines
        .at(-1)
        ?.push({ x: at, text: part, font, width: wide, ...(note !== undefined && { note }), ...(href !== undefined && { href }) });
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
    const [text, font, href] = partOf(part, bold);
    const plain = printable(text);
    plain.split(/\s+/).forEach((word, i) => {
      if (word !== "") words.push({ text: word, font, ...(href !== undefined && { href }), apart: i > 0 || !open });
    });
    open = !/\s$/.test(plain);
  }
  return words;
}

function partOf(part: Exclude<Inline, { note: number }>, bold: boolean): [text: string, font: FontName, href?: string] {
  if (typeof part === "string") return [part, bold ? "bold" : "regular"];
  return "link" in part ? [part.link, "regular", part.href] : [part.strong, "bold"];
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
    if (!last || last.font !== piece.font || [last, piece].some(({ note, href }) => note !== undefined || href !== undefined)) {
      pieces.push({ ...piece });
      continue;
    }
    const gap = piece.x > last.x + last.width + 0.01;
    last.text += (gap ? " " : "") + piece.text;
    last.width = piece.x + piece.width - last.x;
  }
  return pieces;
}
