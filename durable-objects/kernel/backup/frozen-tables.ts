/**
 * An actor's tables at one moment, read page by page while the actor goes on. Tables that change are copied (`frozen_<table>`); of those
 * that only grow, it is noted how far they had come. Everything here is synchronous.
 */
import * as z from "zod";
import type { BackupPage, TablePiece } from "../../../contracts/services/backup.ts";
import { cellsOf, readingsOf, weightOf } from "./cells.ts";

/** Begins the name of every copy. */
export const frozenPrefix = "frozen_";
/** The table that says whose copies there are. */
const noteTable = "frozen";

/** A page ends after the row with which it exceeds this. */
const pageCharacters = 1_000_000;

/** A table whose rows are only ever added, too large to be copied. */
export interface GrowingTable {
  /** Columns that tell its rows apart and put them in order. */
  key: readonly [string, ...string[]];
  /** True: the first column of the key rises with every row, and later rows than those at the moment are left out. */
  rising: boolean;
}

export interface FreezingPlan {
  growing: Readonly<Record<string, GrowingTable>>;
  /** Tables of the moment, which a backup leaves out. */
  transient: readonly string[];
  /** SQL condition on the rows of a table that are taken. */
  only?: Readonly<Record<string, string>>;
}

const sourceSchema = z.object({
  table: z.string(),
  /** Where its rows are read: the table itself or its copy. */
  from: z.string(),
  key: z.array(z.string()).min(1),
  /** Of a rising key: the last value that counts. */
  upTo: z.number().optional(),
});
type Source = z.infer<typeof sourceSchema>;
const cursorSchema = z.tuple([z.string()], z.union([z.string(), z.number()]));

/** Copies the tables for `run`, within the caller's transaction. Copies that this run made before stay as they are. */
export function freeze(sql: SqlStorage, plan: FreezingPlan, run: string): void {
  if (noteOf(sql)?.run === run) return;
  unfreeze(sql);
  const sources = tablesOf(sql)
    .filter((table) => !plan.transient.includes(table))
    .map((table): Source => {
      const growing = plan.growing[table];
      if (growing)
        return { table, from: table, key: [...growing.key], ...(growing.rising ? { upTo: lastOf(sql, table, growing.key[0]) } : {}) };
      const condition = plan.only?.[table] ?? "1";
      sql.exec(`CREATE TABLE ${frozenPrefix}${table} AS SELECT * FROM ${table} WHERE ${condition}`);
      return { table, from: `${frozenPrefix}${table}`, key: ["rowid"] };
    });
  sql.exec(`CREATE TABLE ${noteTable} (run TEXT NOT NULL, sources TEXT NOT NULL)`);
  sql.exec(`INSERT INTO ${noteTable} VALUES (?, ?)`, run, JSON.stringify(sources));
}

/** A page of what was frozen. Throws when nothing is frozen for `run`. */
export function readFrozen(sql: SqlStorage, run: string, cursor: string | undefined): BackupPage {
  const note = noteOf(sql);
  if (note?.run !== run) throw new Error("the copy for this backup is gone");
  const [table, ...after] = cursor === undefined ? [] : cursorSchema.parse(JSON.parse(cursor));
  const first = table === undefined ? 0 : note.sources.findIndex((source) => source.table === table);
  const pieces: TablePiece[] = [];
  let room = pageCharacters;
  for (const [index, source] of note.sources.entries()) {
    if (index < first) continue;
    const { piece, last, weight } = readSource(sql, source, index === first ? after : [], room);
    if (piece.rows.length > 0) pieces.push(piece);
    room -= weight;
    if (last) return { pieces, next: JSON.stringify([source.table, ...last]) };
  }
  return { pieces };
}

/** Drops the copies, whoever's they are, within the caller's transaction. */
export function unfreeze(sql: SqlStorage): void {
  for (const table of allTables(sql)) if (table === noteTable || table.startsWith(frozenPrefix)) sql.exec(`DROP TABLE ${table}`);
}

/** Whose copies there are. */
export function noteOf(sql: SqlStorage): { run: string; sources: Source[] } | undefined {
  if (!allTables(sql).includes(noteTable)) return undefined;
  const [row] = sql.exec<{ run: string; sources: string }>(`SELECT run, sources FROM ${noteTable}`).toArray();
  return row && { run: row.run, sources: z.array(sourceSchema).parse(JSON.parse(row.sources)) };
}

/** The actor's own tables, without copies. */
export function tablesOf(sql: SqlStorage): string[] {
  return allTables(sql).filter((table) => table !== noteTable && !table.startsWith(frozenPrefix));
}

function allTables(sql: SqlStorage): string[] {
  return sql
    .exec<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' ORDER BY name",
    )
    .toArray()
    .map(({ name }) => name);
}

function lastOf(sql: SqlStorage, table: string, column: string): number {
  return sql.exec<{ last: number | null }>(`SELECT MAX(${column}) AS last FROM ${table}`).one().last ?? 0;
}

/** Rows after the key `after`, until the page has no room; `last` is the key to go on from, absent when nothing is left. */
function readSource(sql: SqlStorage, { table, from, key, upTo }: Source, after: readonly (string | number)[], room: number) {
  const marks = key.map(() => "?").join(", ");
  const conditions = [
    ...(after.length === 0 ? [] : [`(${key.join(", ")}) > (${marks})`]),
    ...(upTo === undefined ? [] : [`${key[0]} <= ?`]),
  ];
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  const bindings = [...after, ...(upTo === undefined ? [] : [upTo])];
  const columns = columnsOf(sql, from);
  const named = key.join(", ");
  const cursor = sql.exec(`SELECT ${named}, ${readingsOf(columns)} FROM ${from} ${where} ORDER BY ${named}`, ...bindings);
  const asBytes = (at: readonly (string | number)[]) =>
    cellsOf([...sql.exec(`SELECT ${readingsOf(columns, true)} FROM ${from} WHERE (${named}) = (${marks})`, ...at).raw()][0] ?? [], true) ??
    [];
  const piece: TablePiece = { table, columns, rows: [] };
  let weight = 0;
  let last: (string | number)[] | undefined;
  for (const values of cursor.raw()) {
    // Only now is it certain that a row is left for the next page.
    if (weight >= room) return { piece, last: last ?? after, weight };
    last = values.slice(0, key.length).map((value) => (typeof value === "number" ? value : String(value)));
    const row = cellsOf(values.slice(key.length)) ?? asBytes(last);
    piece.rows.push(row);
    weight += row.reduce((sum: number, cell) => sum + weightOf(cell), 0);
  }
  return { piece, last: undefined, weight };
}

/** Empty for a table that does not exist. */
export function columnsOf(sql: SqlStorage, table: string): string[] {
  return sql
    .exec<{ name: string }>("SELECT name FROM pragma_table_info(?) ORDER BY cid", table)
    .toArray()
    .map(({ name }) => name);
}
