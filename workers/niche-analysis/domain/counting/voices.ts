/**
 * Counts people instead of texts: everybody who wrote a text counts in it, once however often. What is counted is kept in columns of numbers,
 * since a niche of a hundred thousand texts may have hundreds of thousands of occurrences.
 */
import { monthName, monthOf, type Dated } from "../demand/months.ts";
import { blocksOf } from "../texts.ts";
import { Column } from "./column.ts";
import type { OccurrenceSource } from "./occurrences.ts";

/** What a bootstrap draws: rows that belong together, a row as often as people wrote it there. */
export interface DrawnUnits {
  units: number[][];
  /** How many of them are conversations, authors outside of any, and single texts without either. */
  drawn: { threads: number; authors: number; texts: number };
}

const none = -1;
/** Beyond every month since the year 0 that four digits of a year can name. */
const maxMonth = 200_000;

export class Voices {
  /** Distinct authors; each occurrence without one counts as one. */
  readonly authors: number;
  /** Whether any author is known. */
  readonly named: boolean;
  /** Of every row, how many people wrote it. */
  readonly people: Int32Array;
  /** Occurrences beyond the first of each row. */
  readonly copies: number;
  readonly #order: readonly number[];
  /** Where the occurrences of a row begin in the columns below, and where they end. */
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  /** One for each author, month and row: the number of the author, negative where the row had this author before. */
  readonly #author: Int32Array;
  /** Months since the year 0, or `none`. */
  readonly #month: Int32Array;
  readonly #thread: Int32Array;
  /** Of every author, 1 where it is one that is known; else it stands for one occurrence. */
  readonly #isKnown: Uint8Array;

  private constructor(order: readonly number[], read: Read) {
    this.#order = order;
    this.#from = read.from;
    this.#to = read.to;
    this.people = read.people;
    this.copies = read.occurrences - order.length;
    [this.#author, this.#month, this.#thread] = [read.author.taken(), read.month.taken(), read.thread.taken()];
    this.#isKnown = Uint8Array.from(read.known.taken());
    this.authors = this.#isKnown.length;
    this.named = this.#isKnown.includes(1);
  }

  /** `order`: all rows, from 0 on, in the order of their ids. */
  static async of(order: readonly number[], source: OccurrenceSource, pause: () => Promise<void>): Promise<Voices> {
    const read = new Read(order.length);
    for (const rows of blocksOf(order)) {
      read.take(rows, source);
      await pause();
    }
    return new Voices(order, read);
  }

  /** How many different people wrote these rows. */
  authorsOf(rows: readonly number[]): number {
    const met = new Uint8Array(this.authors);
    let count = 0;
    for (const row of rows) {
      for (let at = this.#from[row] ?? 0; at < (this.#to[row] ?? 0); at++) {
        const author = this.#author[at] ?? 0;
        if (author < 0 || met[author] === 1) continue;
        met[author] = 1;
        count += 1;
      }
    }
    return count;
  }

  /** Everybody who wrote this row, once; undefined for somebody without a name. */
  *writersOf(row: number): Generator<string | undefined, void> {
    for (let at = this.#from[row] ?? 0; at < (this.#to[row] ?? 0); at++) {
      const author = this.#author[at] ?? 0;
      if (author >= 0) yield this.#isKnown[author] === 1 ? String(author) : undefined;
    }
  }

  /** Of the rows together, how many people wrote one, counted in every row that they wrote. */
  voicesIn(rows: Iterable<number>): number {
    let count = 0;
    for (const row of rows) count += this.people[row] ?? 0;
    return count;
  }

  /**
   * When these rows were written and by whom, the occurrences of a text one after the other; may be run through again and again. Who writes a text
   * twice in one month counts once.
   */
  dated(rows: readonly number[], idAt: (row: number) => string): Iterable<Dated> {
    return { [Symbol.iterator]: () => this.#dated(rows, idAt) };
  }

  *#dated(rows: readonly number[], idAt: (row: number) => string): Generator<Dated, void> {
    const names = new Map<number, string>();
    for (const row of rows) {
      const text = idAt(row);
      for (let at = this.#from[row] ?? 0; at < (this.#to[row] ?? 0); at++) {
        const month = this.#month[at] ?? none;
        const date = month === none ? undefined : (names.get(month) ?? monthName(month));
        if (date !== undefined) names.set(month, date);
        const author = numberOf(this.#author[at] ?? 0);
        yield { text, date, author: this.#isKnown[author] === 1 ? author : undefined };
      }
    }
  }

  /**
   * What is drawn together (Davison & Hinkley 1997, 3.8): what was written in one conversation, since its texts answer each other; outside of
   * any that is known, what one author wrote; else each text. Who wrote a text in two conversations counts in the earlier one.
   */
  units(): DrawnUnits {
    const units: number[][] = [];
    const drawn = { threads: 0, authors: 0, texts: 0 };
    const ofThread = new Int32Array(this.#thread.reduce((most, thread) => Math.max(most, thread), none) + 1).fill(none);
    const ofAuthor = new Int32Array(this.authors).fill(none);
    for (const row of this.#order) {
      for (let at = this.#from[row] ?? 0; at < (this.#to[row] ?? 0); at++) {
        const [author, thread] = [this.#author[at] ?? 0, this.#thread[at] ?? none];
        if (author < 0) continue;
        const [known, key] = thread === none ? [ofAuthor, author] : [ofThread, thread];
        const unit = known[key] ?? none;
        if (unit !== none) {
          units[unit]?.push(row);
          continue;
        }
        known[key] = units.push([row]) - 1;
        drawn[thread !== none ? "threads" : this.#isKnown[author] === 1 ? "authors" : "texts"] += 1;
      }
    }
    return { units, drawn };
  }
}

/** An author who had a row before is written as −1 − its number. */
function numberOf(author: number): number {
  return author < 0 ? -1 - author : author;
}

/** The columns while they are filled. */
class Read {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly people: Int32Array;
  readonly author = new Column();
  readonly month = new Column();
  readonly thread = new Column();
  /** Of every author, 1 where it is one that is known. */
  readonly known = new Column();
  occurrences = 0;
  readonly #authors = new Map<string, number>();
  readonly #threads = new Map<string, number>();

  constructor(rows: number) {
    this.from = new Int32Array(rows);
    this.to = new Int32Array(rows);
    this.people = new Int32Array(rows);
  }

  take(rows: readonly number[], source: OccurrenceSource): void {
    let current = none;
    /** Authors of the current row as negative numbers, and each with a month in which they wrote it as a positive one. */
    const here = new Set<number>();
    for (const { row, author, date, thread } of source.read(rows)) {
      this.occurrences += 1;
      if (row !== current) {
        current = row;
        here.clear();
        this.from[row] = this.author.length;
      }
      const number = this.#numberOf(author);
      const month = date === undefined ? none : monthOf(date);
      const [inMonth, again] = [number * maxMonth + month + 1, author !== undefined && here.has(-1 - number)];
      if (again && here.has(inMonth)) continue;
      if (author !== undefined) here.add(-1 - number).add(inMonth);
      if (!again) this.people[row] = (this.people[row] ?? 0) + 1;
      this.author.push(again ? -1 - number : number);
      this.month.push(month);
      this.thread.push(thread === undefined ? none : numbered(this.#threads, thread));
      this.to[row] = this.author.length;
    }
  }

  #numberOf(author: string | undefined): number {
    const number = author === undefined ? this.known.length : (this.#authors.get(author) ?? this.known.length);
    if (number < this.known.length) return number;
    this.known.push(author === undefined ? 0 : 1);
    if (author !== undefined) this.#authors.set(author, number);
    return number;
  }
}

function numbered(numbers: Map<string, number>, name: string): number {
  const number = numbers.get(name) ?? numbers.size;
  numbers.set(name, number);
  return number;
}
