/** Writing a service's rows back into its empty database. */
import { err, ok, type Result } from "../../../contracts/result.ts";
import type { Cell, TablePiece } from "../../../contracts/services/backup.ts";
import type { TableRows } from "../../../contracts/services/common.ts";
import { guardTombstones } from "../erasure.ts";
import { columnsOf } from "../shadow.ts";
import type { Tenancy } from "../tenancy.ts";
import { backupTables } from "./tables.ts";

/** Characters of JSON that one statement takes: D1 binds at most 2 MB, and a character has up to three bytes. */
const statementCharacters = 500_000;
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
    const statements = insertions(db, `INSERT OR IGNORE INTO ${table} (${columns.join(", ")})`, "TRUE", rows);
    for (let first = 0; first < statements.length; first += maxStatements) await db.batch(statements.slice(first, first + maxStatements));
  }
  return ok(true);
}

/** Statements that insert `rows` where `condition` on the row (its cells are `value ->> 0` and so on) holds. */
export function insertions(db: D1Database, insert: string, condition: string, rows: readonly (readonly Cell[])[]): D1PreparedStatement[] {
  const [first] = rows;
  if (!first) return [];
  const values = first.map((_, index) => `value ->> ${index}`).join(", ");
  const grouped = db.prepare(`${insert} SELECT ${values} FROM json_each(?) WHERE ${condition} ORDER BY key`);
  return groups(rows).map((group) => grouped.bind(`[${group.join(",")}]`));
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

/** Rows as JSON, in groups small enough for one statement. A row that is larger stands alone. */
function groups(rows: readonly (readonly Cell[])[]): string[][] {
  const all: string[][] = [];
  let characters = 0;
  for (const row of rows) {
    const json = JSON.stringify(row);
    const last = all.at(-1);
    characters += json.length;
    if (last && characters <= statementCharacters) last.push(json);
    else {
      all.push([json]);
      characters = json.length;
    }
  }
  return all;
}
