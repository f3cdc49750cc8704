/** Projections: tables that are nothing but the fold of events. One pure definition serves applying, verifying and rebuilding. */
import type { StoredEvent } from "../../contracts/events/index.ts";
import { ProjectedRows } from "./projected-rows.ts";

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

/** Whether the projection reads the event. */
export function reads({ handles, concerns }: Pick<Projection, "handles" | "concerns">, event: StoredEvent): boolean {
  return handles.includes(event.type) && (concerns?.(event) ?? true);
}

/** How often a page is begun anew whose rows somebody else changed while it was being applied. */
const maxAttempts = 5;

/**
 * Applies `events` in order: rows and inbox of all of them in one D1 batch, each row written once. When that fails, they are applied
 * one by one, so that those before the event at fault are in. Returns how many were new; throws what the event at fault throws.
 */
export async function applyEvents(
  db: D1Database,
  projections: readonly Projection[],
  events: readonly StoredEvent[],
  now: number,
): Promise<number> {
  const concerned = events.filter((event) => projections.some((projection) => reads(projection, event)));
  if (concerned.length === 0) return 0;
  try {
    return await applyTogether(db, projections, concerned, now);
  } catch (cause) {
    if (concerned.length === 1) throw cause;
  }
  let applied = 0;
  for (const event of concerned) applied += await applyTogether(db, projections, [event], now);
  return applied;
}

async function applyTogether(
  db: D1Database,
  projections: readonly Projection[],
  events: readonly StoredEvent[],
  now: number,
): Promise<number> {
  let before: Standing | undefined;
  for (let attempt = 1; ; attempt++) {
    const tables = projections.map((projection) => new ProjectedRows(projection, projection.table, events));
    const standing = await lookUp(db, tables, events);
    const fresh = events.filter(({ id }, index) => !standing.seen.has(id) && events.findIndex((event) => event.id === id) === index);
    if (fresh.length === 0) return 0;
    for (const event of fresh) for (const rows of tables) rows.fold(event);
    try {
      await db.batch([noteInInbox(db, fresh, standing.swaps, now), ...tables.flatMap((rows) => rows.write(db))]);
      return fresh.length;
    } catch (cause) {
      if (attempt === maxAttempts || (before && same(before, standing))) throw cause;
      before = standing;
    }
  }
}

/** What is known of some events before they are applied. */
interface Standing {
  /** Ids of those that were applied before. */
  seen: ReadonlySet<string>;
  /** Organisation → how often its rows were swapped for rebuilt ones. */
  swaps: Readonly<Record<string, number>>;
}

function same(one: Standing, other: Standing): boolean {
  return one.seen.size === other.seen.size && JSON.stringify(one.swaps) === JSON.stringify(other.swaps);
}

/** Reads everything that the events need in one transaction: what is in the inbox, swaps so far, the rows as they are. */
async function lookUp(db: D1Database, tables: readonly ProjectedRows[], events: readonly StoredEvent[]): Promise<Standing> {
  const looks = tables.map((rows) => ({ rows, statement: rows.read(db) }));
  const organisations = [...new Set(events.map(({ organisation }) => organisation))];
  const [seen, swaps, ...found] = await db.batch<ProjectedRow>([
    db
      .prepare("SELECT event_id AS id FROM inbox WHERE event_id IN (SELECT value FROM json_each(?))")
      .bind(JSON.stringify(events.map(({ id }) => id))),
    db
      .prepare("SELECT organisation, swaps FROM rebuilds WHERE organisation IN (SELECT value FROM json_each(?)) ORDER BY organisation")
      .bind(JSON.stringify(organisations)),
    ...looks.flatMap(({ statement }) => statement ?? []),
  ]);
  const read = looks.filter(({ statement }) => statement !== undefined);
  for (const [index, { rows }] of read.entries()) rows.take(found[index]?.results ?? []);
  return {
    seen: new Set(seen?.results.map(({ id }) => String(id))),
    swaps: Object.fromEntries(swaps?.results.map((row) => [String(row["organisation"]), Number(row["swaps"])]) ?? []),
  };
}

/** Fails, and with it the batch, when rebuilt rows took the place of those that the batch was computed from, or an event was applied meanwhile. */
function noteInInbox(db: D1Database, events: readonly StoredEvent[], swaps: Standing["swaps"], now: number): D1PreparedStatement {
  const noted = events.map(({ id, organisation }) => [id, organisation, swaps[organisation] ?? 0]);
  return db
    .prepare(
      `INSERT INTO inbox (event_id, applied_at) SELECT value ->> 0,
        CASE WHEN COALESCE((SELECT swaps FROM rebuilds WHERE organisation = value ->> 1), 0) = value ->> 2 THEN ?2 END FROM json_each(?1)`,
    )
    .bind(JSON.stringify(noted), now);
}

/** Reads the row with `key` from `table`: the projection's own, or one of the same columns. */
export function readStatement(db: D1Database, projection: Projection, table: string, key: ProjectedRow): D1PreparedStatement {
  const { where, values } = matching(projection, key);
  return db.prepare(`SELECT * FROM ${table} WHERE ${where}`).bind(...values);
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
