/** Where a text comes from, in words; its id stands apart, since it is typed and not read. */
import type { Evidence } from "../../../../contracts/services/niche-evidence.ts";
import type { Note, TableRows } from "./blocks.ts";
import { plural } from "./figures.ts";

export interface Origin {
  words: string;
  id: string;
}

/** Ids of the texts that notes name. */
export function namedIds(notes: readonly Note[]): string[] {
  return [...new Set(notes.flatMap(({ evidenceIds }) => evidenceIds))];
}

/** A text that is not there is named by its id alone. */
export class Origins {
  readonly #evidence: ReadonlyMap<string, Evidence>;

  constructor(evidence: readonly Evidence[]) {
    this.#evidence = new Map(evidence.map((row) => [row.id, row]));
  }

  /** In full, or, where several stand in a line, by file and row. */
  of(id: string, { short = false } = {}): Origin {
    const row = this.#evidence.get(id);
    if (!row) return { words: "", id };
    const { source, row: line, date, rating, author } = row;
    const parts = [
      `${source}, row ${line}`,
      ...(date === undefined || short ? [] : [date.slice(0, 10)]),
      ...(rating === undefined || short ? [] : [`rating ${rating}`]),
      ...(author === undefined || short ? [] : [`author ${author.slice(0, 8)}`]),
    ];
    return { words: parts.join("; "), id };
  }
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
