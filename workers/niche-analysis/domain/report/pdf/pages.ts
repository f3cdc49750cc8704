/** Blocks to pages: what stands where. Points from the lower left corner of A4. */
import type { Block, Inlines } from "../blocks.ts";
import type { FontName } from "./fonts.ts";
import { linesOf, type Line } from "./lines.ts";

export const paper = { width: 595, height: 842 } as const;
const margin = { side: 56, top: 56, bottom: 64 } as const;
const full = paper.width - 2 * margin.side;

export interface Text {
  x: number;
  y: number;
  size: number;
  font: FontName;
  text: string;
  /** The note or address that it leads to, and how wide it is. */
  link?: ({ note: number } | { href: string }) & { width: number };
}

export interface Page {
  texts: Text[];
  /** Thin lines across, from x to x at y. */
  rules: { from: number; to: number; y: number }[];
}

export interface Place {
  page: number;
  y: number;
}

export interface Heading extends Place {
  level: 2 | 3;
  text: string;
}

export interface Pages {
  pages: readonly Page[];
  headings: readonly Heading[];
  /** Where each note stands, by its number from 1. */
  notes: readonly Place[];
}

const sizes = { body: 10, table: 8, notes: 8, 1: 20, 2: 14, 3: 11.5 } as const;
const leading = 1.32;
const cellGap = 6;

/** Puts blocks below each other and begins a page where there is no room. */
export class Pager {
  readonly #pages: Page[] = [{ texts: [], rules: [] }];
  readonly #headings: Heading[] = [];
  readonly #notes: Place[] = [];
  #y: number = paper.height - margin.top;

  add(block: Block): void {
    switch (block.kind) {
      case "heading":
        return this.#heading(block.level, block.text);
      case "paragraph":
        return this.#lines(linesOf(block.parts, { width: full, size: sizes.body }), { after: 6 });
      case "quote":
        return this.#lines(linesOf(block.parts, { width: full - 18, size: sizes.body }), { indent: 18, after: 5 });
      case "list":
        for (const item of block.items) this.#item(item);
        return this.#gap(4);
      case "table":
        return this.#table(block);
    }
  }

  note(number: number, parts: Inlines): void {
    const lines = linesOf(parts, { width: full - 26, size: sizes.notes });
    this.#room(sizes.notes * leading);
    this.#notes.push({ page: this.#pages.length - 1, y: this.#y });
    this.#lines(lines, { indent: 26, size: sizes.notes, after: 2, mark: `[${number}]` });
  }

  result(): Pages {
    return { pages: this.#pages, headings: this.#headings, notes: this.#notes };
  }

  #heading(level: 1 | 2 | 3, text: string): void {
    const size = sizes[level];
    const lines = linesOf([text], { width: full, size, bold: true });
    if (this.#y < paper.height - margin.top) this.#gap(level === 2 ? 14 : 8);
    // A heading stays with the first lines below it.
    this.#room(lines.length * size * leading + 4 * sizes.body * leading);
    if (level !== 1) this.#headings.push({ level, text, page: this.#pages.length - 1, y: this.#y });
    this.#lines(lines, { size, after: 4 });
  }

  #item(parts: Inlines): void {
    this.#lines(linesOf(parts, { width: full - 14, size: sizes.body }), { indent: 14, after: 2, mark: "\u2022" });
  }

  #lines(
    lines: readonly Line[],
    { indent = 0, size = sizes.body, after = 0, mark }: { indent?: number; size?: number; after?: number; mark?: string },
  ): void {
    lines.forEach((line, i) => {
      this.#room(size * leading);
      this.#y -= size * leading;
      if (mark !== undefined && i === 0) this.#page.texts.push({ x: margin.side, y: this.#y, size, font: "regular", text: mark });
      this.#draw(line, { x: margin.side + indent, y: this.#y, size });
    });
    this.#gap(after);
  }

  #table({ header, numbers, widths, rows }: Extract<Block, { kind: "table" }>): void {
    const places = widths.map((share, column) => ({
      x: margin.side + full * widths.slice(0, column).reduce((sum, one) => sum + one, 0),
      width: full * share - cellGap,
      right: numbers.includes(column),
    }));
    const size = sizes.table;
    const draw = (cells: readonly (readonly Line[])[]) => {
      const height = Math.max(...cells.map((lines) => lines.length)) * size * leading;
      cells.forEach((lines, column) => {
        const { x = margin.side, width = 0, right = false } = places[column] ?? {};
        lines.forEach((line, i) => {
          const end = line.at(-1);
          const shift = right && end ? width - end.x - end.width : 0;
          this.#draw(line, { x: x + shift, y: this.#y - (i + 1) * size * leading, size });
        });
      });
      this.#y -= height + 3;
      this.#page.rules.push({ from: margin.side, to: margin.side + full, y: this.#y });
      this.#y -= 1;
    };
    const wrapped = (cells: readonly Inlines[], bold: boolean) =>
      cells.map((cell, column) => linesOf(cell, { width: places[column]?.width ?? full, size, bold }));
    const head = wrapped(
      header.map((name) => [name]),
      true,
    );
    const heightOf = (cells: readonly (readonly Line[])[]) => Math.max(...cells.map((lines) => lines.length)) * size * leading + 4;
    const body = rows.map((cells) => wrapped(cells, false));
    this.#room(heightOf(head) + heightOf(body[0] ?? head));
    draw(head);
    for (const cells of body) {
      if (this.#room(heightOf(cells))) draw(head);
      draw(cells);
    }
    this.#gap(8);
  }

  #draw(line: Line, { x, y, size }: { x: number; y: number; size: number }): void {
    for (const { x: at, text, font, note, href, width } of line) {
      const link = note !== undefined ? { note, width } : href !== undefined ? { href, width } : undefined;
      this.#page.texts.push({ x: x + at, y, size, font, text, ...(link && { link }) });
    }
  }

  /** Begins a page where less than `height` is left; says whether it did. */
  #room(height: number): boolean {
    if (this.#y - height >= margin.bottom || this.#y === paper.height - margin.top) return false;
    this.#pages.push({ texts: [], rules: [] });
    this.#y = paper.height - margin.top;
    return true;
  }

  #gap(height: number): void {
    if (this.#y < paper.height - margin.top) this.#y -= height;
  }

  get #page(): Page {
    const page = this.#pages.at(-1);
    if (!page) throw new RangeError("a document has a page");
    return page;
  }
}
