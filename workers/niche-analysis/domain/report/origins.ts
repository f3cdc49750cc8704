/** Where a text comes from, in words; its id stands apart, since it is typed and not read. */
import type { Evidence } from "../../../../contracts/services/niche-evidence.ts";
import type { Note, TableRows } from "./blocks.ts";
import { plural } from "./figures.ts";
import { quotation } from "./quotation.ts";

/** A text that a report names: as much of it as is quoted, and where it can be opened. */
export interface Cited extends Evidence {
  /** The niche that it was read in, where the report is of several. */
  nicheId?: string | undefined;
  href?: string | undefined;
}

export interface Origin {
  words: string;
  id: string;
  /** Its beginning; empty of a text that is not there. */
  quote: string;
  href?: string | undefined;
}

/** Ids of the texts that notes name. */
export function namedIds(notes: readonly Note[]): string[] {
  return [...new Set(notes.flatMap(({ evidenceIds }) => evidenceIds))];
}

/** A text that is not there is named by its id alone. */
export class Origins {
  readonly #evidence: ReadonlyMap<string, Cited>;

  constructor(evidence: readonly Cited[]) {
    this.#evidence = new Map(evidence.flatMap((row) => [row.id, keyIn(row.nicheId, row.id)].map((key) => [key, row])));
  }

  /** In full, or, where several stand in a line, by file and row. Of a text that several niches have, as it stands in `nicheId`. */
  of(id: string, { short = false, nicheId }: { short?: boolean; nicheId?: string | undefined } = {}): Origin {
    const row = this.#evidence.get(keyIn(nicheId, id)) ?? this.#evidence.get(id);
    if (!row) return { words: "", id, quote: "" };
    const { source, row: line, date, rating, author, text, href } = row;
    const parts = [
      `${source}, row ${line}`,
      ...(date === undefined || short ? [] : [date.slice(0, 10)]),
      ...(rating === undefined || short ? [] : [`rating ${rating}`]),
      ...(author === undefined || short ? [] : [`author ${author.slice(0, 8)}`]),
    ];
    return { words: parts.join("; "), id, quote: quotation(text), href };
  }
}

function keyIn(nicheId: string | undefined, id: string): string {
  return `${nicheId} ${id}`;
}

/** "rows 1, 2 and 5 of keywords.csv; 12 more". */
export function rowsInWords({ fileName, rows, total }: TableRows): string {
  if (rows.length === 0) return fileName;
  const more = total - rows.length;
  return `${rows.length === 1 ? "row" : "rows"} ${rows.join(", ")} of ${fileName}${more > 0 ? ` and ${plural(more, "more row")}` : ""}`;
}

/** What follows the texts that a note names. */
export function moreInWords({ evidenceIds, total }: Note): string {
  const more = total - evidenceIds.length;
  return more > 0 ? `${more} more` : "";
}
