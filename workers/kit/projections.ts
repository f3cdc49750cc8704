/** Projections: tables that are nothing but the fold of events. One pure definition serves applying and verifying. */
import type { ProjectionMismatch, ProjectionVerification } from "../../contracts/services/common.ts";
import type { StoredEvent } from "../../contracts/events/index.ts";

export type ProjectedRow = Record<string, string | number | null>;

export interface Projection {
  /** Name of the table. */
  table: string;
  /** Columns of the primary key. */
  key: readonly string[];
  /** Event types that it reads. */
  handles: readonly string[];
  /** Values of the key columns of the row that `event` changes. */
  keyOf(event: StoredEvent): ProjectedRow;
  /** The row after `event`; undefined deletes it. Pure. */
  apply(row: ProjectedRow | undefined, event: StoredEvent): ProjectedRow | undefined;
}

/** Applies `events` in order; each one's rows and its inbox row stand in one D1 batch. Returns how many were new. */
export async function applyEvents(
  db: D1Database,
  projections: readonly Projection[],
  events: readonly StoredEvent[],
  now: number,
): Promise<number> {
  let applied = 0;
  for (const event of events) {
    const concerned = projections.filter((projection) => projection.handles.includes(event.type));
    if (concerned.length === 0) continue;
    const seen = await db.prepare("SELECT 1 FROM inbox WHERE event_id = ?").bind(event.id).first();
    if (seen) continue;
    const statements = [db.prepare("INSERT INTO inbox (event_id, applied_at) VALUES (?, ?)").bind(event.id, now)];
    for (const projection of concerned) {
      const key = projection.keyOf(event);
      const next = projection.apply(await readRow(db, projection, key), event);
      statements.push(next ? upsert(db, projection, next) : remove(db, projection, key));
    }
    await db.batch(statements);
    applied += 1;
  }
  return applied;
}

/** Folds `events` in memory and compares with the rows of `organisation`. Tables need a column `organisation`. */
export async function verifyProjections(
  db: D1Database,
  projections: readonly Projection[],
  organisation: string,
  events: readonly StoredEvent[],
): Promise<ProjectionVerification> {
  const verification: ProjectionVerification = { projections: [], mismatches: [] };
  for (const projection of projections) {
    const expected = fold(projection, events);
    const { results } = await db.prepare(`SELECT * FROM ${projection.table} WHERE organisation = ?`).bind(organisation).all<ProjectedRow>();
    const actual = new Map(results.map((row) => [nameOf(projection, row), row]));
    verification.projections.push({ name: projection.table, rows: actual.size });
    verification.mismatches.push(...differences(projection.table, expected, actual));
  }
  return verification;
}

function fold(projection: Projection, events: readonly StoredEvent[]): Map<string, ProjectedRow> {
  const rows = new Map<string, ProjectedRow>();
  for (const event of events) {
    if (!projection.handles.includes(event.type)) continue;
    const name = nameOf(projection, projection.keyOf(event));
    const next = projection.apply(rows.get(name), event);
    if (next) rows.set(name, next);
    else rows.delete(name);
  }
  return rows;
}

function differences(projection: string, expected: Map<string, ProjectedRow>, actual: Map<string, ProjectedRow>): ProjectionMismatch[] {
  const keys = [...new Set([...expected.keys(), ...actual.keys()])].toSorted();
  return keys.flatMap((key) => {
    const [want, have] = [expected.get(key), actual.get(key)];
    return canonical(want) === canonical(have) ? [] : [{ projection, key, expected: want ?? null, actual: have ?? null }];
  });
}

function canonical(row: ProjectedRow | undefined): string {
  return row ? JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1))) : "";
}

function nameOf(projection: Projection, row: ProjectedRow): string {
  return projection.key.map((column) => String(row[column])).join("/");
}

async function readRow(db: D1Database, projection: Projection, key: ProjectedRow): Promise<ProjectedRow | undefined> {
  const { where, values } = matching(projection, key);
  return (
    (await db
      .prepare(`SELECT * FROM ${projection.table} WHERE ${where}`)
      .bind(...values)
      .first<ProjectedRow>()) ?? undefined
  );
}

function upsert(db: D1Database, projection: Projection, row: ProjectedRow): D1PreparedStatement {
  const columns = Object.keys(row);
  const marks = columns.map(() => "?").join(", ");
  return db.prepare(`INSERT OR REPLACE INTO ${projection.table} (${columns.join(", ")}) VALUES (${marks})`).bind(...Object.values(row));
}

function remove(db: D1Database, projection: Projection, key: ProjectedRow): D1PreparedStatement {
  const { where, values } = matching(projection, key);
  return db.prepare(`DELETE FROM ${projection.table} WHERE ${where}`).bind(...values);
}

function matching(projection: Projection, key: ProjectedRow) {
  return {
    where: projection.key.map((column) => `${column} = ?`).join(" AND "),
    values: projection.key.map((column) => key[column] ?? null),
  };
}
