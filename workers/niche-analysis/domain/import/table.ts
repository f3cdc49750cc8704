/** Records to rows: the header or the keys are read once, then every record is a row with the cells that matter. */
import { err, ok, type Result } from "../../../../contracts/result.ts";
import type { ColumnMapping, ImportReport } from "../../../../contracts/services/niche-evidence.ts";
import { detectColumns } from "./columns.ts";
import { sniffLayout } from "./layout.ts";
import { CsvReader, JsonLinesReader, type CsvRecord, type JsonRecord } from "./records.ts";

/** The cells of one data row, or undefined where the record could not be read. */
export type TableRow = ({ text: string } & Partial<Record<keyof ColumnMapping, string>>) | undefined;

export interface Table {
  readonly description: Pick<ImportReport, "format" | "delimiter" | "preambleLines" | "columns">;
  push(text: string): TableRow[];
  end(): TableRow[];
}

const sampledRows = 200;

/** Opens the table that begins with `start` and gives the rows that `start` already completes. */
export function openTable(start: string, mapping?: ColumnMapping): Result<{ table: Table; rows: TableRow[] }> {
  const layout = sniffLayout(start);
  if (!layout.ok) return layout;
  return layout.value.format === "jsonl" ? openJsonLines(start, mapping) : openCsv(start, layout.value, mapping);
}

function openCsv(
  start: string,
  { delimiter, preambleLines }: { delimiter?: string; preambleLines: number },
  mapping?: ColumnMapping,
): Result<{ table: Table; rows: TableRow[] }> {
  const reader = new CsvReader(delimiter);
  const body = start
    .replaceAll(/\r\n|\r(?!$)/g, "\n")
    .split("\n")
    .slice(preambleLines)
    .join("\n");
  const complete = reader.push(body);
  // A small file may end inside its only record: its header is then what `end` gives.
  const records = complete.length > 0 ? complete : reader.end();
  const first = records.shift();
  if (!first) return err("invalid_input", "The file is empty: there is no header line.");
  const headless = looksLikeData(first);
  const columns = headless ? first.map((_, i) => `column ${i + 1}`) : unique(first);
  if (headless) records.unshift(first);
  const used = detectColumns({ columns, rows: sampleOf(records, reader) }, mapping);
  if (!used.ok) return used;
  const roles = rolesOf(used.value, (name) => columns.indexOf(name));
  const toRow = (cells: CsvRecord): TableRow => cells && pick(roles, (index) => cells[index]);
  const table: Table = {
    description: {
      format: "csv",
      ...(delimiter !== undefined && { delimiter }),
      preambleLines,
      columns: { found: columns, used: used.value },
    },
    push: (text) => reader.push(text).map(toRow),
    end: () => reader.end().map(toRow),
  };
  return ok({ table, rows: records.map(toRow) });
}

function openJsonLines(start: string, mapping?: ColumnMapping): Result<{ table: Table; rows: TableRow[] }> {
  const reader = new JsonLinesReader();
  const records = reader.push(start);
  if (records.length === 0) records.push(...reader.end());
  const sample = records.filter((record) => record !== undefined).slice(0, sampledRows);
  const columns = [...new Set(sample.flatMap((record) => Object.keys(record)))];
  const used = detectColumns({ columns, rows: sample.map((record) => columns.map((name) => asCell(record[name]))) }, mapping);
  if (!used.ok) return used;
  const roles = rolesOf(used.value, (name) => name);
  const toRow = (record: JsonRecord): TableRow => record && pick(roles, (name) => asCell(record[name]));
  const table: Table = {
    description: { format: "jsonl", preambleLines: 0, columns: { found: columns, used: used.value } },
    push: (text) => reader.push(text).map(toRow),
    end: () => reader.end().map(toRow),
  };
  return ok({ table, rows: records.map(toRow) });
}

/** A file of one or two short records has nothing complete to look at: then its unfinished last record is the sample. */
function sampleOf(records: CsvRecord[], reader: CsvReader): string[][] {
  if (records.length === 0) records.push(...reader.end());
  return records.filter((cells) => cells !== undefined).slice(0, sampledRows);
}

function rolesOf<Place>(used: ColumnMapping, place: (name: string) => Place): [keyof ColumnMapping, Place][] {
  return (Object.entries(used) as [keyof ColumnMapping, string][]).map(([role, name]) => [role, place(name)]);
}

function pick<Place>(roles: readonly [keyof ColumnMapping, Place][], cell: (place: Place) => string | undefined): TableRow {
  const row: { text: string } & Partial<Record<keyof ColumnMapping, string>> = { text: "" };
  for (const [role, place] of roles) {
    const value = cell(place);
    if (value !== undefined) row[role] = value;
  }
  return row;
}

/** A first record with a sentence in it is no header. */
function looksLikeData(cells: readonly string[]): boolean {
  return cells.some((cell) => cell.length > 40 || cell.trim().split(/\s+/).length > 6);
}

/** Column names must differ; empty ones get their number. */
function unique(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((raw, i) => {
    let name = raw.trim() || `column ${i + 1}`;
    while (seen.has(name)) name += " (again)";
    seen.add(name);
    return name;
  });
}

function asCell(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}
