/** Projections: tables that are nothing but the fold of events. One pure definition serves applying, verifying and rebuilding. */
import type { StoredEvent } from "../../contracts/events/index.ts";

export type ProjectedRow = Record<string, string | number | null>;

export interface Projection {
  /** Name of the table. It has a column `organisation`. */
  table: string;
  /** Columns of the primary key. */
  key: readonly string[];
  /** Event types that it reads. */
  handles: readonly string[];
  /** Whether it reads an event of these types; default: all of them. Others write events of the same types. Pure. */
  concerns?(event: StoredEvent): boolean;
  /** Values of the key columns of the row that `event` changes. */
  keyOf(event: StoredEvent): ProjectedRow;
  /** The row after `event`; undefined deletes it. Pure. */
  apply(row: ProjectedRow | undefined, event: StoredEvent): ProjectedRow | undefined;
}

/** How often an event is begun anew whose rows were swapped for rebuilt ones while it was being applied. */
const maxAttempts = 5;

/** Applies `events` in order; each one's rows and its inbox row stand in one D1 batch. Returns how many were new. */
export async function applyEvents(
  db: D1Database,
  projections: readonly Projection[],
  events: readonly StoredEvent[],
  now: number,
): Promise<number> {
  let applied = 0;
  for (const event of events) {
    const concerned = projections.filter((projection) => reads(projection, event));
    if (concerned.length > 0 && (await applyOne(db, concerned, event, now))) applied += 1;
  }
  return applied;
}

/** Whether the projection reads the event. */
export function reads({ handles, concerns }: Projection, event: StoredEvent): boolean {
  return handles.includes(event.type) && (concerns?.(event) ?? true);
}

/** False when the event was applied before. Two round trips, however many projections there are: one batch reads, one writes. */
async function applyOne(db: D1Database, projections: readonly Projection[], event: StoredEvent, now: number): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const { seen, swaps, rows } = await lookUp(db, projections, event);
    if (seen) return false;
    const statements = projections.map((projection, index) =>
      writeStatement(db, projection, projection.table, projection.keyOf(event), projection.apply(rows[index], event)),
    );
    try {
      await db.batch([noteInInbox(db, event, swaps, now), ...statements]);
      return true;
    } catch (cause) {
      if (attempt === maxAttempts || (await lookUp(db, [], event)).swaps === swaps) throw cause;
    }
  }
}

interface Found {
  seen: boolean;
  swaps: number;
  /** The rows that the event changes, in the order of the projections. */
  rows: (ProjectedRow | undefined)[];
}

async function lookUp(db: D1Database, projections: readonly Projection[], event: StoredEvent): Promise<Found> {
  const [known, ...found] = await db.batch<ProjectedRow>([
    db
      .prepare(
        `SELECT EXISTS (SELECT 1 FROM inbox WHERE event_id = ?1) AS seen,
          COALESCE((SELECT swaps FROM rebuilds WHERE organisation = ?2), 0) AS swaps`,
      )
      .bind(event.id, event.organisation),
    ...projections.map((projection) => readStatement(db, projection, projection.table, projection.keyOf(event))),
  ]);
  const { seen, swaps } = known?.results[0] ?? {};
  return { seen: seen === 1, swaps: Number(swaps ?? 0), rows: found.map(({ results }) => results[0]) };
}

/** Fails, and with it the batch, when rebuilt rows took the place of those that the batch was computed from. */
function noteInInbox(db: D1Database, event: StoredEvent, swaps: number, now: number): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO inbox (event_id, applied_at) SELECT ?1,
        CASE WHEN COALESCE((SELECT swaps FROM rebuilds WHERE organisation = ?2), 0) = ?3 THEN ?4 END`,
    )
    .bind(event.id, event.organisation, swaps, now);
}

/** Reads the row with `key` from `table`: the projection's own, or one of the same columns. */
export function readStatement(db: D1Database, projection: Projection, table: string, key: ProjectedRow): D1PreparedStatement {
  const { where, values } = matching(projection, key);
  return db.prepare(`SELECT * FROM ${table} WHERE ${where}`).bind(...values);
}

/** Writes `row` into `table`, or deletes the row with `key` when it is undefined. */
export function writeStatement(
  db: D1Database,
  projection: Projection,
  table: string,
  key: ProjectedRow,
  row: ProjectedRow | undefined,
): D1PreparedStatement {
  if (!row) {
    const { where, values } = matching(projection, key);
    return db.prepare(`DELETE FROM ${table} WHERE ${where}`).bind(...values);
  }
  const columns = Object.keys(row);
  const marks = columns.map(() => "?").join(", ");
  return db.prepare(`INSERT OR REPLACE INTO ${table} (${columns.join(", ")}) VALUES (${marks})`).bind(...Object.values(row));
}

/** The key of a row as one text, for lists of differences. */
export function nameOf(projection: Projection, row: ProjectedRow): string {
  return projection.key.map((column) => String(row[column])).join("/");
}

function matching(projection: Projection, key: ProjectedRow) {
  return {
    where: projection.key.map((column) => `${column} = ?`).join(" AND "),
    values: projection.key.map((column) => key[column] ?? null),
  };
}
