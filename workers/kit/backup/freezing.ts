/**
 * A service's database at one moment: every table is copied (`frozen_<table>`) in one transaction, and the copies are read page by page
 * while people go on working.
 */
import * as z from "zod";
import { err, ok, type Result } from "../../../contracts/result.ts";
import type { BackupPage, TablePiece } from "../../../contracts/services/backup.ts";
import { cellOf, kindsOf, needsBytes, readingOf } from "../../../contracts/services/backup-cells.ts";
import type { TableRows } from "../../../contracts/services/common.ts";
import { columnsOf } from "../shadow.ts";
import type { Tenancy } from "../tenancy.ts";
import { frozenPrefix, noteTable, outboxTrigger } from "./names.ts";
import { backupTables } from "./tables.ts";

const pageRows = 500;
/** A page ends after the row with which it exceeds this. */
const pageCharacters = 1_000_000;

const cursorSchema = z.tuple([z.string(), z.int()]);

/**
 * Keeps a copy of the outbox that only grows: the store is read before the tables are copied, and what it acknowledges in between would
 * else stand in neither.
 */
export async function prepare(db: D1Database, run: string): Promise<Result<true>> {
  if ((await noteOf(db))?.run === run) return ok(true);
  const columns = await columnsOf(db, "outbox");
  await db.batch([
    ...(await dropping(db)),
    db.prepare(`CREATE TABLE ${frozenPrefix}outbox AS SELECT * FROM outbox`),
    db.prepare(
      `CREATE TRIGGER ${outboxTrigger} AFTER INSERT ON outbox BEGIN
        INSERT INTO ${frozenPrefix}outbox (${columns.join(", ")}) VALUES (${columns.map((column) => `NEW.${column}`).join(", ")}); END`,
    ),
    db.prepare(`CREATE TABLE ${noteTable} (run TEXT NOT NULL, tables TEXT)`),
    db.prepare(`INSERT INTO ${noteTable} VALUES (?, NULL)`).bind(run),
  ]);
  return ok(true);
}

/** Makes the copies; answers the rows of each. `conflict` when another backup has begun since `prepare`. */
export async function freeze(db: D1Database, tenancy: Tenancy, run: string): Promise<Result<TableRows[]>> {
  const note = await noteOf(db);
  if (note?.run !== run) return lost();
  if (note.tables) return ok(await rowsOf(db, note.tables));
  const taken = await backupTables(db, tenancy);
  if (!taken.ok) return taken;
  const names = taken.value.map(({ name }) => name);
  await db.batch([
    db.prepare(`DROP TRIGGER IF EXISTS ${outboxTrigger}`),
    ...taken.value
      .filter(({ name }) => name !== "outbox")
      .map(({ name, condition }) => db.prepare(`CREATE TABLE ${frozenPrefix}${name} AS SELECT * FROM ${name} WHERE ${condition}`)),
    db.prepare(`UPDATE ${noteTable} SET tables = ?`).bind(JSON.stringify(names)),
  ]);
  return ok(await rowsOf(db, names));
}

/** A page of the copies. `conflict` when they are gone. */
export async function readCopies(db: D1Database, run: string, cursor: string | undefined): Promise<Result<BackupPage>> {
  const note = await noteOf(db);
  if (note?.run !== run || !note.tables) return lost();
  const [table, row] = cursor === undefined ? [undefined, 0] : cursorSchema.parse(JSON.parse(cursor));
  const left = table === undefined ? note.tables : note.tables.slice(note.tables.indexOf(table));
  const pieces: TablePiece[] = [];
  let characters = 0;
  for (const name of left) {
    for (let after = name === table ? row : 0; ;) {
      const { piece, last, weight } = await readTable(db, name, after);
      if (last === undefined) break;
      pieces.push(piece);
      characters += weight;
      after = last;
      if (characters >= pageCharacters) return ok({ pieces, next: JSON.stringify([name, last]) });
    }
  }
  return ok({ pieces });
}

/** Drops the copies of `run`; those of another backup stay. */
export async function unfreeze(db: D1Database, run: string): Promise<void> {
  if ((await noteOf(db))?.run === run) await db.batch(await dropping(db));
}

async function readTable(db: D1Database, table: string, after: number): Promise<{ piece: TablePiece; last?: number; weight: number }> {
  const copy = `${frozenPrefix}${table}`;
  const columns = await columnsOf(db, copy);
  const weight = columns.map((column) => `COALESCE(OCTET_LENGTH(${column}), 0)`).join(" + ");
  const { results } = await db
    .prepare(
      `SELECT copy_row, copy_upto FROM (SELECT rowid AS copy_row, SUM(${weight}) OVER (ORDER BY rowid) AS copy_upto, ${weight} AS copy_weight
          FROM ${copy} WHERE rowid > ? ORDER BY rowid LIMIT ${pageRows})
        WHERE copy_upto - copy_weight < ${pageCharacters} ORDER BY copy_row DESC LIMIT 1`,
    )
    .bind(after)
    .all<{ copy_row: number; copy_upto: number }>();
  const [end] = results;
  if (!end) return { piece: { table, columns, rows: [] }, weight: 0 };
  const found = await readRows(db, { copy, columns, condition: "rowid > ? AND rowid <= ?", bound: [after, end.copy_row] });
  const doubtful = found.filter(({ values }) => values.some(needsBytes)).map(({ row }) => row);
  if (doubtful.length > 0) {
    const condition = "rowid IN (SELECT value FROM json_each(?))";
    const exact = await readRows(db, { copy, columns, condition, bound: [JSON.stringify(doubtful)], asBytes: true });
    const byRow = new Map(exact.map((one) => [one.row, one]));
    for (const one of found) Object.assign(one, byRow.get(one.row));
  }
  const rows = found.map(({ kinds, values }) => values.map((value, index) => cellOf(kinds[index], value)));
  return { piece: { table, columns, rows }, weight: end.copy_upto, last: end.copy_row };
}

interface RowsAsked {
  copy: string;
  columns: readonly string[];
  condition: string;
  bound: readonly (string | number)[];
  /** Every text as its bytes. */
  asBytes?: boolean;
}

async function readRows(db: D1Database, { copy, columns, condition, bound, asBytes }: RowsAsked) {
  const readings = columns.map((column) => readingOf(column, asBytes));
  const found = await db
    .prepare(`SELECT rowid, ${kindsOf(columns)}, ${readings.join(", ")} FROM ${copy} WHERE ${condition} ORDER BY rowid`)
    .bind(...bound)
    .raw<[number, string, ...unknown[]]>();
  return found.map(([row, kinds, ...values]) => ({ row, kinds, values }));
}

async function noteOf(db: D1Database): Promise<{ run: string; tables: string[] | null } | undefined> {
  const there = await db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").bind(noteTable).first();
  if (!there) return undefined;
  const row = await db.prepare(`SELECT run, tables FROM ${noteTable}`).first<{ run: string; tables: string | null }>();
  return row ? { run: row.run, tables: row.tables === null ? null : z.array(z.string()).parse(JSON.parse(row.tables)) } : undefined;
}

async function rowsOf(db: D1Database, tables: readonly string[]): Promise<TableRows[]> {
  const counted = await db.batch<{ n: number }>(tables.map((name) => db.prepare(`SELECT COUNT(*) AS n FROM ${frozenPrefix}${name}`)));
  return tables.map((name, index) => ({ name, rows: counted[index]?.results[0]?.n ?? 0 }));
}

async function dropping(db: D1Database): Promise<D1PreparedStatement[]> {
  const { results } = await db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND (name = ?1 OR substr(name, 1, length(?2)) = ?2)")
    .bind(noteTable, frozenPrefix)
    .all<{ name: string }>();
  return [db.prepare(`DROP TRIGGER IF EXISTS ${outboxTrigger}`), ...results.map(({ name }) => db.prepare(`DROP TABLE ${name}`))];
}

function lost() {
  return err("conflict", "Another backup has begun since: this one cannot go on.");
}
