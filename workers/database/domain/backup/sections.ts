/**
 * What stands in a part of a backup: NDJSON. An object begins a section and says whose rows follow; every row is an array with a cell for
 * each column. Pure.
 */
import * as z from "zod";
import { actorReferenceSchema, cellSchema, type TablePiece } from "../../../../contracts/services/backup.ts";
import { serviceNames } from "../../../../contracts/services/common.ts";

const headSchema = z.object({
  service: z.enum(serviceNames),
  /** Rows of this actor; of the service's own database when absent. */
  actor: actorReferenceSchema.optional(),
  table: z.string(),
  columns: z.array(z.string()),
});
const rowSchema = z.array(cellSchema);

/** Rows of one table. An object of the archive is a row of the table `archive` with its key and its bytes. */
export type Section = z.infer<typeof headSchema> & Pick<TablePiece, "rows">;

/** The table under which objects of the archive go. No database has a table of this name. */
export const archiveTable = "archive";

export function linesOf({ rows, ...head }: Section): string[] {
  return [JSON.stringify(head), ...rows.map((row) => JSON.stringify(row))];
}

/** Throws for text that is no part of a backup. */
export function sectionsIn(text: string): Section[] {
  const sections: Section[] = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const value: unknown = JSON.parse(line);
    const last = sections.at(-1);
    if (!Array.isArray(value)) sections.push({ ...headSchema.parse(value), rows: [] });
    else if (last) last.rows.push(rowSchema.parse(value));
    else throw new Error("a part of a backup begins with a row");
  }
  return sections;
}
