/** Records with named fields (JSON, XML, mails) to rows: by a format that is known, or by what the fields are called and hold. */
import { err, ok, type Result } from "../../../../contracts/result.ts";
import type { ColumnMapping, ImportReport } from "../../../../contracts/services/niche-evidence.ts";
import { attributeColumns, valuesAt } from "./attributes.ts";
import { detectColumns } from "./columns.ts";
import { cellAt, pathsOf } from "./formats/fields.ts";
import { recognise } from "./formats/source-formats.ts";
import type { JsonRecord, RecordReader } from "./records.ts";
import { sampledRows, withAttributes, type Cells, type OpenedTable, type Opening, type TableRow } from "./table.ts";

/** Fields that are named in a report at most; a map by user may have one for each. */
const maxColumns = 200;

/** Opens what `reader` reads; undefined where more text is needed for a first record. */
export function openRecords(
  format: ImportReport["format"],
  reader: RecordReader<JsonRecord>,
  opening: Opening,
): Result<OpenedTable | undefined> {
  const records = [...reader.push(opening.start), ...(opening.whole ? reader.end() : [])];
  const sample = records.filter((record) => record !== undefined).slice(0, sampledRows);
  if (sample.length === 0) return opening.whole ? err("invalid_input", nothingIn(format, records.length)) : ok(undefined);

  const columns = [...new Set(sample.flatMap((record) => pathsOf(record)))].slice(0, maxColumns);
  if (columns.length === 0) return err("invalid_input", "The records of the file have no fields.");
  const known = recognise(sample, opening.mapping);
  const rows = () => sample.map((record) => columns.map((path) => cellAt(record, path)));
  const used = known ? ok(known.used) : detectColumns({ columns, rows: rows() }, opening.mapping);
  if (!used.ok) return used;
  const paths = Object.entries(used.value) as [keyof ColumnMapping, string][];
  const attributes = attributeColumns(
    { columns, rows: rows() },
    { used: used.value, asked: opening.attributes, ofFormat: known && (known.attributes ?? []) },
  );
  if (!attributes.ok) return attributes;
  const toRow = (record: JsonRecord): TableRow => {
    if (!record) return "not-parseable";
    const row: Cells = { text: "" };
    if (!known) for (const [role, path] of paths) row[role] = cellAt(record, path);
    return withAttributes(
      known ? known.row(record) : row,
      attributes.value.map(({ column, name }) => [name, valuesAt(record, column)]),
    );
  };
  const toRows = (record: JsonRecord) => (record && known?.parts ? known.parts(record).map(toRow) : [toRow(record)]);
  return ok({
    rows: records.flatMap(toRows),
    table: {
      description: {
        format,
        ...(known && { recognised: known.name }),
        preambleLines: 0,
        columns: { found: columns, used: used.value },
      },
      push: (text) => reader.push(text).flatMap(toRows),
      end: () => reader.end().flatMap(toRows),
    },
  });
}

function nothingIn(format: string, broken: number): string {
  const found = broken === 0 ? "nothing" : `${broken} that cannot be read`;
  return `The file looks like ${format}, but has no record in it (${found}).`;
}
