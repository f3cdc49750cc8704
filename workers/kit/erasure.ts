/** Erasing an organisation from a service's database: first nothing of it comes in any more, then all of it goes. */
import { err, ok, type Err, type Result } from "../../contracts/result.ts";
import type { TableRows } from "../../contracts/services/common.ts";
import { erased } from "./actors.ts";
import { tenantTables, type Tenancy, type TenantTable } from "./tenancy.ts";

/** Columns that name the organisation, by table of the kit; elsewhere it is the column `organisation`. */
const namingColumns: Record<string, string> = { outbox: "subject", inbox: "event_id" };

/**
 * Puts up the tombstone of the organisation. From then on triggers let no row of it into any table that can name it, whoever
 * writes; commands fail aloud, so that nothing is answered that was not kept, and everything else is passed over in silence.
 */
export async function bury(db: D1Database, tenancy: Tenancy, organisation: string, now: number): Promise<Result<true>> {
  const tables = await tenantTables(db, tenancy);
  if (!tables.ok) return tables;
  await db.batch([
    db.prepare("INSERT OR IGNORE INTO tombstones (organisation, erased_at) VALUES (?, ?)").bind(organisation, now),
    ...guards(db, tables.value),
  ]);
  return ok(true);
}

/** Puts up the triggers alone, for tombstones that stand there already. */
export async function guardTombstones(db: D1Database, tenancy: Tenancy): Promise<Result<true>> {
  const tables = await tenantTables(db, tenancy);
  if (!tables.ok) return tables;
  await db.batch(guards(db, tables.value));
  return ok(true);
}

function guards(db: D1Database, tables: readonly TenantTable[]): D1PreparedStatement[] {
  return tables.flatMap(({ name, owned }) => {
    const column = owned ? "organisation" : namingColumns[name];
    return column === undefined || name === "tombstones" ? [] : [guard(db, name, column)];
  });
}

/** Deletes every row of the organisation, in one transaction; answers how many in each table that had any. */
export async function eraseRows(db: D1Database, tenancy: Tenancy, organisation: string): Promise<Result<TableRows[]>> {
  const tables = await tenantTables(db, tenancy);
  if (!tables.ok) return tables;
  const own = tables.value.filter((table): table is TenantTable & { where: string } => table.where !== null);
  const counted = await db.batch<{ n: number }>(
    own.map(({ name, where }) => db.prepare(`SELECT COUNT(*) AS n FROM ${name} WHERE ${where}`).bind(organisation)),
  );
  await db.batch(own.map(({ name, where }) => db.prepare(`DELETE FROM ${name} WHERE ${where}`).bind(organisation)));
  return ok(own.map(({ name }, index) => ({ name, rows: counted[index]?.results[0]?.n ?? 0 })).filter(({ rows }) => rows > 0));
}

/** With these words the triggers refuse the record of a command. */
const refusalOfTriggers = "this organisation is being erased";

/**
 * What a failure means that an erasure has caused: `conflict` for a command that came while the organisation is being erased,
 * `not_found` for a call that an actor did not survive; undefined for any other failure.
 */
export function faultOfErasure(failure: unknown): Err | undefined {
  for (let cause = failure; cause instanceof Error; cause = cause.cause) {
    if (cause.message.includes(refusalOfTriggers)) return err("conflict", "Your organisation is being erased. Nothing new can be begun.");
    if (cause.message === erased || cause.message === `Error: ${erased}`) return err("not_found", "This has just been erased.");
  }
  return undefined;
}

function guard(db: D1Database, table: string, column: string): D1PreparedStatement {
  const named = column === "organisation" ? "organisation = NEW.organisation" : `instr(NEW.${column}, '/' || organisation || '/') > 0`;
  const refusal = table === "commands" ? `ABORT, '${refusalOfTriggers}'` : "IGNORE";
  return db.prepare(
    `CREATE TRIGGER IF NOT EXISTS tombstone_${table} BEFORE INSERT ON ${table}
      WHEN EXISTS (SELECT 1 FROM tombstones WHERE ${named}) BEGIN SELECT RAISE(${refusal}); END`,
  );
}
