/** CSV records to rows: the header is read once, then every record is a row with the cells that matter. */
import { err, ok, type Result } from "../../../../contracts/result.ts";
import type { ColumnMapping } from "../../../../contracts/services/niche-evidence.ts";
import { attributeColumns, valuesOf } from "./attributes.ts";
import { detectColumns } from "./columns.ts";
import { damage } from "./damaged-text.ts";
import type { Fields } from "./formats/fields.ts";
import { recognise } from "./formats/source-formats.ts";
import { looksLikeData, type CsvLayout } from "./layout.ts";
import { marketTable, marketTableField, notEvidence } from "./market/market-table.ts";
import { CsvReader, type CsvRecord } from "./records.ts";
import { sampledRows, withAttributes, type Cells, type OpenedTable, type Opening, type TableRow } from "./table.ts";

/** Opens a CSV table; undefined where more text is needed to know its header and a first row. */
export function openCsv({ delimiter, preambleLines }: CsvLayout, opening: Opening): Result<OpenedTable | undefined> {
  const reader = new CsvReader(delimiter);
  const body = opening.start
    .replaceAll(/\r\n|\r(?!$)/g, "\n")
    .split("\n")
    .slice(preambleLines)
    .join("\n");
  const records = [...reader.push(body), ...(opening.whole ? reader.end() : [])];
  if (!opening.whole && records.filter((cells) => cells !== undefined).length < 2) return ok(undefined);
  const first = records.shift();
  if (!first) return err("invalid_input", "The file is empty: there is no header line.");
  const headless = looksLikeData(first);
  const columns = headless ? first.map((_, i) => `column ${i + 1}`) : unique(first);
  if (headless) records.unshift(first);
  const market = headless || opening.mapping?.text !== undefined ? undefined : marketTable(columns, opening.fileName);
  if (market !== undefined) return err("unsupported_media", notEvidence(market), { fields: [marketTableField] });
  const sample = records.filter((cells) => cells !== undefined).slice(0, sampledRows);

  const fieldsOf = (cells: readonly string[]): Fields => Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? ""]));
  const format = recognise(sample.map(fieldsOf), opening.mapping);
  const used = format ? ok(format.used) : detectColumns({ columns, rows: sample }, opening.mapping);
  if (!used.ok) return used;
  const places = (Object.entries(used.value) as [keyof ColumnMapping, string][]).map(
    ([role, name]) => [role, columns.indexOf(name)] as const,
  );
  const attributes = attributeColumns(
    { columns, rows: sample },
    { used: used.value, asked: opening.attributes, ofFormat: format && (format.attributes ?? []) },
  );
  if (!attributes.ok) return attributes;
  const told = attributes.value.map(({ column, name }) => ({ column, name, place: columns.indexOf(column) }));
  // A known format reads fields by their names: any may matter.
  const needed = format ? columns.length : Math.max(...places.map(([, place]) => place), ...told.map(({ place }) => place)) + 1;
  const toRow = (cells: CsvRecord): TableRow => {
    if (!cells) return "not-parseable";
    if (!fitsHeader(cells, columns.length, needed)) return "cells-do-not-match";
    return withAttributes(
      format ? format.row(fieldsOf(cells)) : pick(places, cells),
      told.map(({ column, name, place }) => [name, valuesOf(cells[place] ?? "", column)]),
    );
  };
  return ok({
    rows: records.map(toRow),
    table: {
      description: {
        format: "csv",
        ...(format && { recognised: format.name }),
        ...(delimiter !== undefined && { delimiter }),
        preambleLines,
        columns: { found: columns, used: used.value },
      },
      push: (text) => reader.push(text).map(toRow),
      end: () => reader.end().map(toRow),
    },
  });
}

function pick(places: readonly (readonly [keyof ColumnMapping, number])[], cells: readonly string[]): Cells {
  const row: Cells = { text: "" };
  for (const [role, index] of places) {
    const value = cells[index];
    if (value !== undefined) row[role] = value;
  }
  return row;
}

/**
 * Whether each cell of a record stands in its column: none is beyond the last one, and there is one for each of the first `needed`. Else a delimiter or a
 * line end stands in a text without quotes, or the file breaks off, and nobody knows which cell is which. A record of empty cells is `empty`.
 */
export function fitsHeader(cells: readonly string[], columns: number, needed: number): boolean {
  const filled = cells.findLastIndex((cell) => cell.trim() !== "") + 1;
  return filled === 0 || (filled <= columns && cells.length >= needed);
}

/** Column names must differ; empty ones get their number. */
function unique(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((raw, i) => {
    let name = raw.replaceAll(damage, "\ufffd").trim() || `column ${i + 1}`;
    while (seen.has(name)) name += " (again)";
    seen.add(name);
    return name;
  });
}
