/**
 * Writing an actor's tables back. Tables that an actor acts upon (what is to be done, and when) are kept aside under their copies' names
 * until all is there; then they take their place in one transaction.
 */
import type { TablePiece } from "../../../contracts/services/backup.ts";
import { writeCells } from "./cells.ts";
import { columnsOf, frozenPrefix, tablesOf, type FreezingPlan } from "./frozen-tables.ts";

/**
 * Writes rows, within the caller's transaction: those of growing tables in their place, others aside. Writing the same again changes
 * nothing in the end. Throws when the actor has no such table or column: another build made the backup.
 */
export function writePieces(sql: SqlStorage, plan: FreezingPlan, pieces: readonly TablePiece[]): void {
  const known = tablesOf(sql);
  for (const { table, columns, rows } of pieces) {
    const own = known.includes(table) && !plan.transient.includes(table) ? columnsOf(sql, table) : [];
    const strange = columns.find((column) => !own.includes(column));
    if (strange !== undefined) throw new Error(`this build has no column ${strange} of a table ${table} to restore`);
    const target = plan.growing[table] ? table : `${frozenPrefix}${table}`;
    if (target !== table) sql.exec(`CREATE TABLE IF NOT EXISTS ${target} AS SELECT * FROM ${table} WHERE 0`);
    for (const row of rows) writeCells(sql, `INSERT OR IGNORE INTO ${target} (${columns.join(", ")})`, row);
  }
}

/** What was kept aside takes its place, within the caller's transaction. A row that was written aside twice counts once: every table has a key. */
export function thaw(sql: SqlStorage): void {
  for (const table of tablesOf(sql)) {
    const copy = `${frozenPrefix}${table}`;
    const columns = columnsOf(sql, copy);
    if (columns.length === 0) continue;
    const list = columns.join(", ");
    sql.exec(`INSERT OR REPLACE INTO ${table} (${list}) SELECT ${list} FROM ${copy}`);
    sql.exec(`DROP TABLE ${copy}`);
  }
}
