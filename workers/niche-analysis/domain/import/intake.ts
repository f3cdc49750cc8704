/** Rows of a file to evidence: what is kept, under which id, what is one more occurrence of it, and why the rest is not kept. */
import { maxListedDrops, type DropReason, type ImportReport } from "../../../../contracts/services/niche-evidence.ts";
import { foreignLanguage } from "../language/language.ts";
import { AttributeIntake } from "./attribute-intake.ts";
import { clean, normalForm } from "./cleaning.ts";
import { parseRating } from "./columns.ts";
import { damage } from "./damaged-text.ts";
import { parseDate } from "./dates.ts";
import { isBare, occurrenceOf, type TakenRow, type Writing } from "./occurrence.ts";
import { authorHash, threadHash } from "./privacy.ts";
import { sha256 } from "./sha256.ts";
import type { Cells, TableRow } from "./table.ts";

export interface IntakeOptions {
  fileName: string;
  authorSalt: string;
  /** Rows of the parts before this one: its rows are numbered on from there. Default 0. */
  rowsBefore?: number;
  /** Texts at most, and as many further occurrences of them. Default 100,000. */
  maxRows?: number;
}

/** The id of a text: equal for texts with the same normal form. */
export function evidenceId(text: string): string {
  return `evd_${sha256(normalForm(text)).slice(0, 32)}`;
}

/** Decides row by row what is kept; counts and lists what is not. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #maxRows: number;
  readonly #ids = new Set<string>();
  readonly #occurrences = new Set<string>();
  /** Of rows that nothing tells apart, how many there were, by the first of them; of those that came once none. */
  readonly #again = new Map<string, number>();
  readonly #droppedBy: Partial<Record<DropReason, number>> = {};
  readonly #dropped: { row: number; reason: DropReason }[] = [];
  #read = 0;
  #masked = 0;
  readonly #languages: Record<string, number> = {};
  readonly #attributes = new AttributeIntake();

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#maxRows = options.maxRows ?? 100_000;
  }

  take(row: TableRow): TakenRow | undefined {
    this.#read++;
    if (typeof row === "string") return this.#drop(row);
    if (isDamaged(row)) return this.#drop("encoding");
    const cleaned = clean(row.text, row.plain);
    if (typeof cleaned === "string") return this.#drop(cleaned);
    const id = evidenceId(cleaned.text);
    const isCopy = this.#ids.has(id);
    // Of a long file most rows end here: nothing more is found out about them.
    if (!isCopy && this.#ids.size >= this.#maxRows) return this.#drop("over-limit");
    const { fileName, authorSalt } = this.#options;
    const author = authorHash(row.author ?? "", authorSalt);
    const date = parseDate(row.date ?? "");
    const rating = parseRating(row.rating ?? "");
    const thread = threadHash(row.thread ?? "", row.origin ?? "", authorSalt);
    const writing = { nativeId: row.nativeId || undefined, origin: row.origin, author, date, rating, thread };
    const occurrence = this.#next(occurrenceOf(id, writing), id, writing);
    if (this.#occurrences.has(occurrence)) return this.#drop("duplicate");
    if (isCopy && this.#copies >= this.#maxRows) return this.#drop("over-limit");
    this.#ids.add(id);
    this.#occurrences.add(occurrence);
    const written = {
      id,
      ...(author !== undefined && { author }),
      ...(date !== undefined && { date }),
      ...(rating !== undefined && { rating }),
      ...(thread !== undefined && { thread }),
      source: fileName,
      row: this.#row,
      provenance: sha256(row.nativeId === undefined ? `${fileName}\n${this.#row}` : `${row.origin ?? fileName}\n${row.nativeId}`),
      occurrence,
    };
    if (isCopy) return written;
    this.#masked += cleaned.masked;
    const language = foreignLanguage(cleaned.text);
    if (language !== undefined) this.#languages[language] = (this.#languages[language] ?? 0) + 1;
    const attributes = this.#attributes.take(row.attributes, row.author);
    return { ...written, text: cleaned.text, ...(language !== undefined && { language }), ...(attributes && { attributes }) };
  }

  /** The occurrence itself, or, of rows that nothing tells apart, the next one that the file has none of yet. */
  #next(first: string, id: string, writing: Writing): string {
    if (!isBare(writing) || !this.#occurrences.has(first)) return first;
    const ordinal = (this.#again.get(first) ?? 1) + 1;
    this.#again.set(first, ordinal);
    return occurrenceOf(id, writing, ordinal);
  }

  /** Number of the row that is looked at. */
  get #row(): number {
    return (this.#options.rowsBefore ?? 0) + this.#read;
  }

  get #copies(): number {
    return this.#occurrences.size - this.#ids.size;
  }

  counts(): Pick<ImportReport, "read" | "kept" | "copies" | "droppedBy" | "dropped" | "masked" | "otherLanguages" | "attributes"> {
    const attributes = this.#attributes.counts();
    return {
      read: this.#read,
      kept: this.#ids.size,
      ...(this.#copies > 0 && { copies: this.#copies }),
      droppedBy: this.#droppedBy,
      dropped: this.#dropped,
      masked: this.#masked,
      ...(attributes.length > 0 && { attributes }),
      ...(Object.keys(this.#languages).length > 0 && { otherLanguages: this.#languages }),
    };
  }

  ids(): Iterable<string> {
    return this.#ids;
  }

  #drop(reason: DropReason): undefined {
    this.#droppedBy[reason] = (this.#droppedBy[reason] ?? 0) + 1;
    if (this.#dropped.length < maxListedDrops) this.#dropped.push({ row: this.#row, reason });
  }
}

/** Whether a cell that is kept has bytes in it that are in another encoding. */
function isDamaged({ text, author = "", date = "", rating = "", nativeId = "", thread = "" }: Cells): boolean {
  return [text, author, date, rating, nativeId, thread].some((cell) => cell.includes(damage));
}
