/** An organisation's rows of a service's database, page by page. */
import { ok, type Result } from "../../contracts/result.ts";
import type { RowsKey, RowsPage } from "../../contracts/services/common.ts";
import { columnsOf } from "./shadow.ts";
import { tenantTables, type Tenancy } from "./tenancy.ts";

const pageRows = 100;
/** A page ends after the row with which it exceeds this, characters of JSON. */
const pageCharacters = 1_000_000;

/** The page after `after`, of one table; empty and without `next` when there is nothing left. */
export async function readRows(
  db: D1Database,
  tenancy: Tenancy,
  organisation: string,
  after: RowsKey | undefined,
): Promise<Result<RowsPage>> {
  const tables = await tenantTables(db, tenancy);
  if (!tables.ok) return tables;
  const exported = tables.value.filter(({ exported: wanted }) => wanted).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const left = exported.filter(({ name }) => after === undefined || name >= after.table);
  for (const { name, where, withheld } of left) {
    const columns = (await columnsOf(db, name)).filter((column) => !withheld.includes(column));
    const from = after?.table === name ? after.row : 0;
    const { results } = await db
      .prepare(`SELECT rowid AS "row", ${columns.join(", ")} FROM ${name} WHERE (${where}) AND rowid > ?2 ORDER BY rowid LIMIT ${pageRows}`)
      .bind(organisation, from)
      .all<{ row: number }>();
    const last = results.at(-1);
    if (!last) continue;
    return ok(pageOf(name, results));
  }
  return ok({ table: "", rows: [] });
}

function pageOf(table: string, found: readonly { row: number }[]): RowsPage {
  const rows: Record<string, unknown>[] = [];
  let characters = 0;
  let lastRow = 0;
  for (const { row, ...columns } of found) {
    rows.push(columns);
    lastRow = row;
    characters += JSON.stringify(columns).length;
    if (characters > pageCharacters) break;
  }
  return { table, rows, next: { table, row: lastRow } };
}
