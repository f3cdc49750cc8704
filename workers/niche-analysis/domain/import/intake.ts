/** Rows of a file to evidence: what is kept, under which id, and why the rest is not. */
import { maxListedDrops, type DropReason, type Evidence, type ImportReport } from "../../../../contracts/services/niche-evidence.ts";
import { foreignLanguage } from "../language/language.ts";
import { clean, normalForm } from "./cleaning.ts";
import { parseRating } from "./columns.ts";
import { parseDate } from "./dates.ts";
import { authorHash } from "./privacy.ts";
import { sha256 } from "./sha256.ts";
import type { TableRow } from "./table.ts";

export interface IntakeOptions {
  fileName: string;
  authorSalt: string;
  /** Default 100,000. */
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
  readonly #droppedBy: Partial<Record<DropReason, number>> = {};
  readonly #dropped: { row: number; reason: DropReason }[] = [];
  #read = 0;
  #masked = 0;
  readonly #languages: Record<string, number> = {};

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#maxRows = options.maxRows ?? 100_000;
  }

  take(row: TableRow): Evidence | undefined {
    this.#read++;
    if (typeof row === "string") return this.#drop(row);
    const cleaned = clean(row.text, row.plain);
    if (typeof cleaned === "string") return this.#drop(cleaned);
    const id = evidenceId(cleaned.text);
    if (this.#ids.has(id)) return this.#drop("duplicate");
    if (this.#ids.size >= this.#maxRows) return this.#drop("over-limit");
    this.#ids.add(id);
    this.#masked += cleaned.masked;
    const { fileName, authorSalt } = this.#options;
    const author = authorHash(row.author ?? "", authorSalt);
    const date = parseDate(row.date ?? "");
    const rating = parseRating(row.rating ?? "");
    const language = foreignLanguage(cleaned.text);
    if (language !== undefined) this.#languages[language] = (this.#languages[language] ?? 0) + 1;
    return {
      id,
      text: cleaned.text,
      ...(author !== undefined && { author }),
      ...(date !== undefined && { date }),
      ...(rating !== undefined && { rating }),
      ...(language !== undefined && { language }),
      source: fileName,
      row: this.#read,
      provenance: sha256(`${row.origin ?? fileName}\n${row.nativeId ?? this.#read}`),
    };
  }

  counts(): Pick<ImportReport, "read" | "kept" | "droppedBy" | "dropped" | "masked" | "otherLanguages"> {
    const counted = { read: this.#read, kept: this.#ids.size, droppedBy: this.#droppedBy, dropped: this.#dropped, masked: this.#masked };
    return Object.keys(this.#languages).length === 0 ? counted : { ...counted, otherLanguages: this.#languages };
  }

  ids(): Iterable<string> {
    return this.#ids;
  }

  #drop(reason: DropReason): undefined {
    this.#droppedBy[reason] = (this.#droppedBy[reason] ?? 0) + 1;
    if (this.#dropped.length < maxListedDrops) this.#dropped.push({ row: this.#read, reason });
  }
}
