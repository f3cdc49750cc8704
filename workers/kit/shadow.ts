/**
 * Shadow tables: beside the table of each projection a fresh one with the same columns, into which a log is replayed. Nobody
 * reads it. One serves all organisations, told apart by the column `organisation` as in the live table.
 */
import { err, ok, type Result } from "../../contracts/result.ts";
import type { Projection } from "./projections.ts";

/** Begins the name of every shadow table. No migration makes a table with such a name. */
export const shadowPrefix = "shadow_";

export function shadowOf(projection: Projection): string {
  return `${shadowPrefix}${projection.table}`;
}

/**
 * Makes the shadow tables that are missing, and makes those anew whose live table has changed by a migration since. `unavailable`
 * when a projection's table does not exist: its migration has not been applied.
 */
export async function ensureShadows(db: D1Database, projections: readonly Projection[]): Promise<Result<true>> {
  for (const projection of projections) {
    const [live, shadow] = await Promise.all([definitionOf(db, projection.table), definitionOf(db, shadowOf(projection))]);
    if (live === undefined) return err("unavailable", `There is no table ${projection.table}.`);
    const wanted = live.replace(projection.table, shadowOf(projection));
    if (wanted === shadow) continue;
    await db.batch([db.prepare(`DROP TABLE IF EXISTS ${shadowOf(projection)}`), db.prepare(wanted)]);
  }
  return ok(true);
}

/** Columns of a table, in their order. */
export async function columnsOf(db: D1Database, table: string): Promise<string[]> {
  const { results } = await db.prepare("SELECT name FROM pragma_table_info(?) ORDER BY cid").bind(table).all<{ name: string }>();
  return results.map(({ name }) => name);
}

async function definitionOf(db: D1Database, table: string): Promise<string | undefined> {
  const row = await db.prepare("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?").bind(table).first<{ sql: string }>();
  return row?.sql;
}
