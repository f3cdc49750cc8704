/** Parts of one thing that were read one by one, as if they had been one file. */
import { maxListedDrops, type ImportReport } from "../../../../contracts/services/niche-evidence.ts";
import { AttributeIntake } from "./attribute-intake.ts";
import { evidenceDigest } from "./evidence-reader.ts";
import { isText, type TakenRow } from "./occurrence.ts";
import { sha256 } from "./sha256.ts";

export interface Reading {
  /** Numbered on from those of the part before. */
  rows: readonly TakenRow[];
  report: ImportReport;
}

/** Takes the parts in their order; each but its ids can be forgotten then. */
export class JoinedReadings {
  readonly #ids = new Set<string>();
  readonly #occurrences = new Set<string>();
  readonly #attributes = new AttributeIntake();
  readonly #leftOut = new Map<string, number>();
  readonly #languages: Record<string, number> = {};
  readonly #found = new Set<string>();
  readonly #digests: string[] = [];
  #first: ImportReport | undefined;
  #read = 0;
  #masked = 0;
  #bytes = 0;
  readonly #droppedBy: ImportReport["droppedBy"] = {};
  readonly #dropped: ImportReport["dropped"] = [];

  /** The rows of a part that no part before has; of a text that one has, what makes it a further occurrence. */
  add({ rows, report }: Reading): TakenRow[] {
    this.#note(report);
    return rows.flatMap((row) => {
      if (row.occurrence === undefined || this.#occurrences.has(row.occurrence)) {
        this.#drop("duplicate", 1, [{ row: row.row, reason: "duplicate" }]);
        return [];
      }
      this.#occurrences.add(row.occurrence);
      const isCopy = this.#ids.has(row.id);
      this.#ids.add(row.id);
      return [isCopy || !isText(row) ? withoutText(row) : this.#counted(row)];
    });
  }

  /** Of all parts. `sourceDigest` is that of the one part, or of the digests of several, one a line. Throws a RangeError without any. */
  get report(): ImportReport {
    if (!this.#first) throw new RangeError("nothing was read");
    const { copies: _, attributes: __, otherLanguages: ___, ...first } = this.#first;
    const copies = this.#occurrences.size - this.#ids.size;
    const attributes = this.#attributes
      .counts()
      .map((count) => ({ ...count, leftOut: count.leftOut + (this.#leftOut.get(count.name) ?? 0) }));
    return {
      ...first,
      columns: { ...first.columns, found: [...this.#found] },
      read: this.#read,
      kept: this.#ids.size,
      ...(copies > 0 && { copies }),
      droppedBy: this.#droppedBy,
      dropped: this.#dropped.toSorted((a, b) => a.row - b.row).slice(0, maxListedDrops),
      masked: this.#masked,
      ...(Object.keys(this.#languages).length > 0 && { otherLanguages: this.#languages }),
      ...(attributes.length > 0 && { attributes }),
      provenance: {
        bytes: this.#bytes,
        sourceDigest: this.#digests.length === 1 ? first.provenance.sourceDigest : sha256(this.#digests.join("\n")),
        evidenceDigest: evidenceDigest(this.#ids),
      },
    };
  }

  #note(report: ImportReport): void {
    this.#first ??= report;
    this.#read += report.read;
    this.#masked += report.masked;
    this.#bytes += report.provenance.bytes;
    this.#digests.push(report.provenance.sourceDigest);
    for (const name of report.columns.found) this.#found.add(name);
    for (const { name, leftOut } of report.attributes ?? []) this.#leftOut.set(name, (this.#leftOut.get(name) ?? 0) + leftOut);
    for (const [reason, count] of Object.entries(report.droppedBy) as [keyof typeof report.droppedBy, number][])
      this.#drop(
        reason,
        count,
        report.dropped.filter((drop) => drop.reason === reason),
      );
  }

  #drop(reason: keyof ImportReport["droppedBy"], count: number, listed: ImportReport["dropped"]): void {
    this.#droppedBy[reason] = (this.#droppedBy[reason] ?? 0) + count;
    // All of one part and the first of what a later one repeats: what comes beyond is in no list.
    if (this.#dropped.length < 2 * maxListedDrops) this.#dropped.push(...listed);
  }

  #counted(row: TakenRow): TakenRow {
    const { language, attributes: given, ...rest } = row;
    if (language !== undefined) this.#languages[language] = (this.#languages[language] ?? 0) + 1;
    const attributes = this.#attributes.take(given, undefined);
    return { ...rest, ...(language !== undefined && { language }), ...(attributes && { attributes }) };
  }
}

function withoutText({ text: _, language: __, attributes: ___, ...row }: TakenRow): TakenRow {
  return row;
}
