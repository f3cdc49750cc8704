/** Which tables of a service a backup takes, in an order in which they can be written back. */
import { ok, type Result } from "../../../contracts/result.ts";
import { tenantTables, type Tenancy } from "../tenancy.ts";

export interface BackupTable {
  name: string;
  /** SQL condition on the rows that are taken. */
  condition: string;
}

/** A table stands behind those that its rows refer to (foreign keys), else by name. */
export async function backupTables(db: D1Database, tenancy: Tenancy): Promise<Result<BackupTable[]>> {
  const tables = await tenantTables(db, tenancy);
  if (!tables.ok) return tables;
  // Of the platform's own tables one may not even ask for the columns.
  const { results } = await db
    .prepare(
      `SELECT m.name AS child, f."table" AS parent FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f
        WHERE m.name IN (SELECT value FROM json_each(?))`,
    )
    .bind(JSON.stringify(tables.value.map(({ name }) => name)))
    .all<{ child: string; parent: string }>();
  const taken = tables.value.flatMap(({ name, backup }) => (backup === false ? [] : [{ name, condition: backup }]));
  return ok(parentsFirst(taken, results));
}

/** Pure. Tables that refer to each other in a circle keep the order of their names. */
export function parentsFirst(tables: readonly BackupTable[], references: readonly { child: string; parent: string }[]): BackupTable[] {
  const ordered: BackupTable[] = [];
  let left = tables.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  while (left.length > 0) {
    const waits = (child: string) =>
      references.some((one) => one.child === child && one.parent !== child && left.some(({ name }) => name === one.parent));
    const free = left.filter(({ name }) => !waits(name));
    const next = free.length > 0 ? free : left;
    ordered.push(...next);
    left = left.filter((table) => !next.includes(table));
  }
  return ordered;
}
