/** Writing a service's rows back into its empty database. */
import { err, ok, type Result } from "../../../contracts/result.ts";
import type { Cell, TablePiece } from "../../../contracts/services/backup.ts";
import { writingOf } from "../../../contracts/services/backup-cells.ts";
import type { TableRows } from "../../../contracts/services/common.ts";
import { guardTombstones } from "../erasure.ts";
import { jsonLists, survivesJson } from "../json-lists.ts";
import { columnsOf } from "../shadow.ts";
import type { Tenancy } from "../tenancy.ts";
import { backupTables } from "./tables.ts";

const maxStatements = 50;

/** Tables in which there is a row that a backup would have taken. */
export async function obstacles(db: D1Database, tenancy: Tenancy): Promise<Result<TableRows[]>> {
  const counted = await countRows(db, tenancy);
  return counted.ok ? ok(counted.value.filter(({ rows }) => rows > 0)) : counted;
}

/** How many rows there are in each table, of those that a backup takes. */
export async function countRows(db: D1Database, tenancy: Tenancy): Promise<Result<TableRows[]>> {
  const tables = await backupTables(db, tenancy);
  if (!tables.ok) return tables;
  const counted = await db.batch<{ n: number }>(
    tables.value.map(({ name, condition }) => db.prepare(`SELECT COUNT(*) AS n FROM ${name} WHERE ${condition}`)),
  );
  return ok(tables.value.map(({ name }, index) => ({ name, rows: counted[index]?.results[0]?.n ?? 0 })));
}

/** Writes rows. Those that are there stay as they are, so that a repetition changes nothing. */
export async function writeRows(db: D1Database, tenancy: Tenancy, pieces: readonly TablePiece[]): Promise<Result<true>> {
  const tables = await backupTables(db, tenancy);
  if (!tables.ok) return tables;
  for (const { table, columns, rows } of pieces) {
    const known = tables.value.some(({ name }) => name === table) ? await columnsOf(db, table) : [];
    const strange = columns.find((column) => !known.includes(column));
    if (strange !== undefined)
      return err("internal", `This build has no column ${strange} of a table ${table} to restore.`, { retryable: false });
    const statements = insertions(db, `INSERT OR IGNORE INTO ${table} (${columns.join(", ")})`, rows);
    for (let first = 0; first < statements.length; first += maxStatements) await db.batch(statements.slice(first, first + maxStatements));
  }
  return ok(true);
}

/**
 * Statements that insert `rows`, of those the ones for which `condition` holds: SQL that is given the expression of each cell. Rows that
 * JSON carries unchanged share statements.
 */
export function insertions(
  db: D1Database,
  insert: string,
  rows: readonly (readonly Cell[])[],
  condition: (cells: readonly string[]) => string = () => "TRUE",
): D1PreparedStatement[] {
  const { plain = [], odd = [] } = Object.groupBy(rows, (row) => (row.every(survivesJson) ? "plain" : "odd"));
  const cells = (rows[0] ?? []).map((_, index) => `value ->> ${index}`);
  const grouped = db.prepare(`${insert} SELECT ${cells.join(", ")} FROM json_each(?) WHERE ${condition(cells)} ORDER BY key`);
  const alone = odd.map((row) => {
    const written = row.map((cell, index) => writingOf(cell, `?${index + 1}`));
    const expressions = written.map(({ expression }) => expression);
    const statement = db.prepare(`${insert} SELECT ${expressions.join(", ")} WHERE ${condition(expressions)}`);
    return statement.bind(...written.map(({ bound }) => bound));
  });
  return [...jsonLists(plain.map((row) => JSON.stringify(row))).map((list) => grouped.bind(list)), ...alone];
}

/** When all rows are there: what an erased organisation must not get through is guarded again. */
export async function conclude(db: D1Database, tenancy: Tenancy): Promise<Result<TableRows[]>> {
  const erased = await db.prepare("SELECT COUNT(*) AS n FROM tombstones").first<number>("n");
  if ((erased ?? 0) > 0) {
    const guarded = await guardTombstones(db, tenancy);
    if (!guarded.ok) return guarded;
  }
  return countRows(db, tenancy);
}
