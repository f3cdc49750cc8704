/**
 * Rows of projections by the handful: one statement reads those of many keys, one writes many, and between the two events are folded
 * in memory. What a page of events costs is then a matter of statements, not of events.
 */
import type { StoredEvent } from "../../contracts/events/index.ts";
import { jsonLists, survivesJson } from "./json-lists.ts";
import { reads, type ProjectedRow, type Projection } from "./projections.ts";

/** Key → row, for the keys that some events concern; undefined for a row that is not there. */
export class ProjectedRows {
  readonly #projection: Projection;
  /** The projection's own table, or one of the same columns. */
  readonly #table: string;
  readonly #keys = new Map<string, ProjectedRow>();
  readonly #rows = new Map<string, ProjectedRow | undefined>();
  readonly #changed = new Set<string>();

  /** Of the keys that `events` change, those that the projection handles. */
  constructor(projection: Projection, table: string, events: readonly StoredEvent[]) {
    this.#projection = projection;
    this.#table = table;
    for (const event of events) {
      if (!reads(projection, event)) continue;
      const key = projection.keyOf(event);
      this.#keys.set(this.#nameOf(key), key);
    }
  }

  /** Reads all rows; its answer belongs to `take`. Undefined when no event concerns the projection. */
  read(db: D1Database): D1PreparedStatement | undefined {
    if (this.#keys.size === 0) return undefined;
    const columns = this.#projection.key;
    const keys = [...this.#keys.values()].map((key) => columns.map((column) => key[column] ?? null));
    const matching = columns.map((column, index) => `rows.${column} = keys.value ->> ${index}`).join(" AND ");
    // CROSS: from each key straight to its row, whatever SQLite thinks of the sizes.
    return db
      .prepare(`SELECT rows.* FROM json_each(?) AS keys CROSS JOIN ${this.#table} AS rows ON ${matching}`)
      .bind(JSON.stringify(keys));
  }

  /** The rows that were read. */
  take(rows: readonly ProjectedRow[]): void {
    for (const row of rows) this.#rows.set(this.#nameOf(row), row);
  }

  /** Folds `event`, after all earlier ones. Throws what the projection throws. */
  fold(event: StoredEvent): void {
    if (!reads(this.#projection, event)) return;
    const name = this.#nameOf(this.#projection.keyOf(event));
    this.#rows.set(name, this.#projection.apply(this.#rows.get(name), event));
    this.#changed.add(name);
  }

  /** Writes every row that was folded, once. */
  write(db: D1Database): D1PreparedStatement[] {
    const written: ProjectedRow[] = [];
    const removals: D1PreparedStatement[] = [];
    for (const name of this.#changed) {
      const row = this.#rows.get(name);
      if (row) written.push(row);
      else removals.push(this.#removal(db, this.#keys.get(name) ?? {}));
    }
    return [...removals, ...inserts(db, this.#table, written)];
  }

  #removal(db: D1Database, key: ProjectedRow): D1PreparedStatement {
    const columns = this.#projection.key;
    const where = columns.map((column) => `${column} = ?`).join(" AND ");
    return db.prepare(`DELETE FROM ${this.#table} WHERE ${where}`).bind(...columns.map((column) => key[column] ?? null));
  }

  #nameOf(row: ProjectedRow): string {
    return JSON.stringify(this.#projection.key.map((column) => String(row[column] ?? null)));
  }
}

/** Statements that insert `rows`, or replace those with their keys. Rows of the same columns share one. */
export function inserts(db: D1Database, table: string, rows: readonly ProjectedRow[]): D1PreparedStatement[] {
  const statements: D1PreparedStatement[] = [];
  const shared = new Map<string, string[]>();
  for (const row of rows) {
    const columns = Object.keys(row);
    const values = Object.values(row);
    if (!values.every(survivesJson)) {
      const marks = columns.map(() => "?").join(", ");
      statements.push(db.prepare(`INSERT OR REPLACE INTO ${table} (${columns.join(", ")}) VALUES (${marks})`).bind(...values));
      continue;
    }
    const names = columns.join(", ");
    shared.set(names, [...(shared.get(names) ?? []), JSON.stringify(values)]);
  }
  for (const [names, texts] of shared) {
    const values = names.split(", ").map((_, index) => `value ->> ${index}`);
    const sql = `INSERT OR REPLACE INTO ${table} (${names}) SELECT ${values.join(", ")} FROM json_each(?)`;
    for (const text of jsonLists(texts)) statements.push(db.prepare(sql).bind(text));
  }
  return statements;
}
