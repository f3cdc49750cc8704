/** Rows of a file to evidence: what is kept, under which id, what is one more occurrence of it, and why the rest is not kept. */
import { maxListedDrops, type DropReason, type ImportReport } from "../../../../contracts/services/niche-evidence.ts";
import { foreignLanguage } from "../language/language.ts";
import { AttributeIntake } from "./attribute-intake.ts";
import { clean, normalForm } from "./cleaning.ts";
import { parseRating } from "./columns.ts";
import { parseDate } from "./dates.ts";
import { occurrenceOf, type TakenRow } from "./occurrence.ts";
import { authorHash, threadHash } from "./privacy.ts";
import { sha256 } from "./sha256.ts";
import type { TableRow } from "./table.ts";

export interface IntakeOptions {
  fileName: string;
  authorSalt: string;
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
    const cleaned = clean(row.text, row.plain);
    if (typeof cleaned === "string") return this.#drop(cleaned);
    const id = evidenceId(cleaned.text);
    const { fileName, authorSalt } = this.#options;
    const author = authorHash(row.author ?? "", authorSalt);
    const date = parseDate(row.date ?? "");
    const rating = parseRating(row.rating ?? "");
    const thread = threadHash(row.thread ?? "", row.origin ?? "", authorSalt);
    const occurrence = occurrenceOf(id, { nativeId: row.nativeId || undefined, origin: row.origin, author, date, rating, thread });
    if (this.#occurrences.has(occurrence)) return this.#drop("duplicate");
    const isCopy = this.#ids.has(id);
    if ((isCopy ? this.#copies : this.#ids.size) >= this.#maxRows) return this.#drop("over-limit");
    this.#ids.add(id);
    this.#occurrences.add(occurrence);
    const written = {
      id,
      ...(author !== undefined && { author }),
      ...(date !== undefined && { date }),
      ...(rating !== undefined && { rating }),
      ...(thread !== undefined && { thread }),
      source: fileName,
      row: this.#read,
      provenance: sha256(row.nativeId === undefined ? `${fileName}\n${this.#read}` : `${row.origin ?? fileName}\n${row.nativeId}`),
      occurrence,
    };
    if (isCopy) return written;
    this.#masked += cleaned.masked;
    const language = foreignLanguage(cleaned.text);
    if (language !== undefined) this.#languages[language] = (this.#languages[language] ?? 0) + 1;
    const attributes = this.#attributes.take(row.attributes, row.author);
    return { ...written, text: cleaned.text, ...(language !== undefined && { language }), ...(attributes && { attributes }) };
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
    if (this.#dropped.length < maxListedDrops) this.#dropped.push({ row: this.#read, reason });
  }
}
