/** Rows of a file to evidence: what is kept, under which id, what is one more occurrence of it, and why the rest is not kept. */
import { maxListedDrops, type DropReason, type ImportReport } from "../../../../contracts/services/niche-evidence.ts";
import { foreignLanguage } from "../language/language.ts";
import { AttributeIntake } from "./attribute-intake.ts";
import { clean, normalForm } from "./cleaning.ts";
import { parseRating } from "./columns.ts";
import { damage } from "./damaged-text.ts";
import { parseDate } from "./dates.ts";
import type { Admission, Candidate, ImportMemory } from "./import-memory.ts";
import { isBare, occurrenceOf, type TakenRow } from "./occurrence.ts";
import { authorHash, threadHash } from "./privacy.ts";
import { sha256 } from "./sha256.ts";
import type { Cells, TableRow } from "./table.ts";

export interface IntakeOptions {
  fileName: string;
  authorSalt: string;
  memory: ImportMemory;
  /** Rows of the parts before this one: its rows are numbered on from there. Default 0. */
  rowsBefore?: number;
}

/** The id of a text: equal for texts with the same normal form. */
export function evidenceId(text: string): string {
  return `evd_${sha256(normalForm(text)).slice(0, 32)}`;
}

/** A row with a text that may be kept. */
interface Cleaned {
  id: string;
  row: number;
  cells: Cells;
  text: string;
  masked: number;
}

/** Decides what is kept; counts and lists what is not. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #memory: ImportMemory;
  readonly #droppedBy: Partial<Record<DropReason, number>> = {};
  readonly #dropped: { row: number; reason: DropReason }[] = [];
  #read = 0;
  #texts = 0;
  /** Texts that the niche has, of which the file says more. */
  #told = 0;
  #copies = 0;
  #masked = 0;
  readonly #languages: Record<string, number> = {};
  readonly #attributes = new AttributeIntake();

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#memory = options.memory;
  }

  /** Takes the next rows of the file; those that are kept, in their order. */
  take(rows: readonly TableRow[]): TakenRow[] {
    const drops: { row: number; reason: DropReason }[] = [];
    const drop = (row: number, reason: DropReason) => void drops.push({ row, reason });
    const cleaned = rows.flatMap((row) => this.#cleaned(row, drop));
    const candidates = this.#withRoom(cleaned, drop).map((one) => ({ one, candidate: this.#candidate(one) }));
    const admissions =
      candidates.length === 0
        ? []
        : this.#memory.admit(
            candidates.map(({ candidate }) => candidate),
            this.#copies,
          );
    const taken = candidates.flatMap(({ one, candidate }, i) => this.#taken(one, candidate, admissions[i], drop));
    this.#note(drops);
    return taken;
  }

  #cleaned(row: TableRow, drop: (row: number, reason: DropReason) => void): Cleaned[] {
    this.#read++;
    const number = (this.#options.rowsBefore ?? 0) + this.#read;
    const cleaned = typeof row === "string" ? row : isDamaged(row) ? "encoding" : clean(row.text, row.plain);
    if (typeof cleaned !== "string" && typeof row !== "string")
      return [{ id: evidenceId(cleaned.text), row: number, cells: row, ...cleaned }];
    if (typeof cleaned === "string") drop(number, cleaned);
    return [];
  }

  /** Of a long file most rows end here: nothing more is found out about them. */
  #withRoom(cleaned: readonly Cleaned[], drop: (row: number, reason: DropReason) => void): Cleaned[] {
    if (cleaned.length === 0) return [];
    const { known, room } = this.#memory.recall(cleaned.map(({ id }) => id));
    const fresh = new Set<string>();
    return cleaned.filter(({ id, row }) => {
      if (known.has(id) || fresh.has(id)) return true;
      if (this.#texts + fresh.size >= room) {
        drop(row, "over-limit");
        return false;
      }
      fresh.add(id);
      return true;
    });
  }

  #candidate({ id, row, cells }: Cleaned): Candidate {
    const { fileName, authorSalt } = this.#options;
    const author = authorHash(cells.author ?? "", authorSalt);
    const date = parseDate(cells.date ?? "");
    const rating = parseRating(cells.rating ?? "");
    const thread = threadHash(cells.thread ?? "", cells.origin ?? "", authorSalt);
    const writing = { nativeId: cells.nativeId || undefined, origin: cells.origin, author, date, rating, thread };
    return {
      id,
      ...(author !== undefined && { author }),
      ...(date !== undefined && { date }),
      ...(rating !== undefined && { rating }),
      ...(thread !== undefined && { thread }),
      source: fileName,
      row,
      provenance: sha256(cells.nativeId === undefined ? `${fileName}\n${row}` : `${cells.origin ?? fileName}\n${cells.nativeId}`),
      occurrence: occurrenceOf(id, writing),
      bare: isBare(writing),
    };
  }

  #taken(
    { text, masked, cells }: Cleaned,
    { bare: _, ...candidate }: Candidate,
    admission: Admission | undefined,
    drop: (row: number, reason: DropReason) => void,
  ): TakenRow[] {
    if (!admission || !("occurrence" in admission)) {
      drop(candidate.row, admission?.as ?? "duplicate");
      return [];
    }
    const row = { ...candidate, occurrence: admission.occurrence };
    const told = admission.first ? this.#tellsOf(text, masked, cells) : {};
    switch (admission.as) {
      case "text":
        this.#texts++;
        return [{ ...row, text, ...told }];
      case "copy":
        this.#copies++;
        return [{ ...row, ...told }];
      case "known":
        // What the file says of it may be new.
        if (Object.keys(told).length > 0) {
          this.#told++;
          return [{ ...row, ...told }];
        }
        drop(row.row, "duplicate");
        return [];
    }
  }

  /** What the first row of a text says beside it. */
  #tellsOf(text: string, masked: number, { attributes, author }: Cells): Pick<TakenRow, "language" | "attributes"> {
    this.#masked += masked;
    const language = foreignLanguage(text);
    if (language !== undefined) this.#languages[language] = (this.#languages[language] ?? 0) + 1;
    const kept = this.#attributes.take(attributes, author);
    return { ...(language !== undefined && { language }), ...(kept && { attributes: kept }) };
  }

  counts(): Pick<ImportReport, "read" | "kept" | "copies" | "droppedBy" | "dropped" | "masked" | "otherLanguages" | "attributes"> {
    const attributes = this.#attributes.counts();
    return {
      read: this.#read,
      kept: this.#texts + this.#told,
      ...(this.#copies > 0 && { copies: this.#copies }),
      droppedBy: this.#droppedBy,
      dropped: this.#dropped,
      masked: this.#masked,
      ...(attributes.length > 0 && { attributes }),
      ...(Object.keys(this.#languages).length > 0 && { otherLanguages: this.#languages }),
    };
  }

  #note(drops: readonly { row: number; reason: DropReason }[]): void {
    for (const { reason } of drops) this.#droppedBy[reason] = (this.#droppedBy[reason] ?? 0) + 1;
    if (this.#dropped.length >= maxListedDrops) return;
    this.#dropped.push(...drops.toSorted((a, b) => a.row - b.row).slice(0, maxListedDrops - this.#dropped.length));
  }
}

/** Whether a cell that is kept has bytes in it that are in another encoding. */
function isDamaged({ text, author = "", date = "", rating = "", nativeId = "", thread = "" }: Cells): boolean {
  return [text, author, date, rating, nativeId, thread].some((cell) => cell.includes(damage));
}
