/** The event store: append what follows on, read by position. Raw SQL, since everything in the product passes through it. */
import type { EventEnvelope, StoredEvent } from "../../contracts/events/envelope.ts";
import { contradiction } from "./domain/inspection.ts";
import { rowOf, storedEvent, type EventRow } from "./domain/stored-event.ts";

const columns = "id, subject, sequence, type, dataversion, source, organisation, time, causationid, data";

const headSql = "SELECT COALESCE(MAX(position), 0) AS head FROM events";

/** Look and insert are one statement, so that two consumers at once cannot both find the same place free. */
const appendSql = `INSERT INTO events (${columns})
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10
  WHERE (SELECT COALESCE(MAX(sequence), 0) FROM events WHERE subject = ?2) = ?3 - 1`;

/** An event that is stored now was perhaps refused before (a bus older than the event's type): that is over. */
const forgetRejectionsSql = `DELETE FROM rejected_events WHERE reason <> ?1
  AND key IN (SELECT id FROM events WHERE id IN (SELECT value FROM json_each(?2)))`;

export interface Appended {
  /** How many events were new. */
  count: number;
  /** Highest contiguous sequence of every subject that the bundle spoke of, after the append. */
  heads: Map<string, number>;
  /** Highest position in the store. */
  head: number;
}

/**
 * Appends those of `events` that are the next of their subject, in the order given and in one transaction. One that is
 * there already, or that would leave a gap, changes nothing: compare its sequence with `heads`. Throws when D1 is away.
 */
export async function append(db: D1Database, events: readonly EventEnvelope[]): Promise<Appended> {
  const inserts = events.map((event) => {
    const row = rowOf(event);
    const { id, subject, sequence, type, dataversion, source, organisation, time, causationid, data } = row;
    return db.prepare(appendSql).bind(id, subject, sequence, type, dataversion, source, organisation, time, causationid, data);
  });
  const ids = JSON.stringify(events.map((event) => event.id));
  const subjects = JSON.stringify([...new Set(events.map((event) => event.subject))]);
  const results = await db.batch<{ subject: string; head: number }>([
    ...inserts,
    db.prepare(forgetRejectionsSql).bind(contradiction, ids),
    db
      .prepare("SELECT subject, MAX(sequence) AS head FROM events WHERE subject IN (SELECT value FROM json_each(?)) GROUP BY subject")
      .bind(subjects),
    db.prepare("SELECT '' AS subject, COALESCE(MAX(position), 0) AS head FROM events"),
  ]);
  return {
    count: results.slice(0, inserts.length).reduce((sum, result) => sum + result.meta.changes, 0),
    heads: new Map(results.at(-2)?.results.map((row) => [row.subject, row.head])),
    head: results.at(-1)?.results[0]?.head ?? 0,
  };
}

export interface Selection {
  organisation: string;
  /** Events beyond this position, in the direction of `order`. */
  from: number;
  limit: number;
  types?: readonly string[] | undefined;
  subject?: string | undefined;
  order?: "oldest" | "newest" | undefined;
}

export interface Slice {
  events: StoredEvent[];
  /** True when the selection goes on after the last event. */
  more: boolean;
  /** Highest position in the store, over all tenants, at the same moment. */
  head: number;
}

/** Data of one slice, bytes: with room to spare under the 32 MB that a call between Workers carries. */
const maxSliceBytes = 4_000_000;

/** Events of one organisation by position: up to `limit`, fewer when they are large, at least one when there is any. */
export async function read(db: D1Database, selection: Selection): Promise<Slice> {
  const { organisation, from, limit, types, subject, order = "oldest" } = selection;
  const [beyond, direction] = order === "oldest" ? ["position > ?2", "ASC"] : ["position < ?2", "DESC"];
  const [page, head] = await db.batch<(EventRow & { before: number; found: number }) | { head: number }>([
    db
      .prepare(
        `SELECT * FROM (
          SELECT *, COUNT(*) OVER () AS found, SUM(LENGTH(data)) OVER (ORDER BY position ${direction}) - LENGTH(data) AS before FROM (
            SELECT position, ${columns} FROM events WHERE organisation = ?1 AND ${beyond}
              AND (?3 IS NULL OR type IN (SELECT value FROM json_each(?3))) AND (?4 IS NULL OR subject = ?4)
              ORDER BY position ${direction} LIMIT ?5 + 1))
          WHERE before < ${maxSliceBytes} ORDER BY position ${direction} LIMIT ?5`,
      )
      .bind(organisation, from, types ? JSON.stringify(types) : null, subject ?? null, limit),
    db.prepare(headSql),
  ]);
  const rows = (page?.results ?? []).filter((row) => "position" in row);
  const last = head?.results[0];
  return {
    events: rows.map(storedEvent),
    more: (rows[0]?.found ?? 0) > rows.length,
    head: last && "head" in last ? last.head : 0,
  };
}

/** Highest position in the store; 0 when it is empty. */
export async function storeHead(db: D1Database): Promise<number> {
  return (await db.prepare(headSql).first<number>("head")) ?? 0;
}

/** How many events of `organisation` stand after `position`; of the types named, or of all. */
export async function countAfter(
  db: D1Database,
  organisation: string,
  position: number,
  types: readonly string[] | undefined,
): Promise<number> {
  const row = await db
    .prepare(
      `SELECT COUNT(*) AS n FROM events WHERE organisation = ?1 AND position > ?2
        AND (?3 IS NULL OR type IN (SELECT value FROM json_each(?3)))`,
    )
    .bind(organisation, position, types ? JSON.stringify(types) : null)
    .first<{ n: number }>();
  return row?.n ?? 0;
}

/** Those of `events` whose id is stored with another content: somebody wrote the same place of a log twice. */
export async function contradicted(db: D1Database, events: readonly EventEnvelope[]): Promise<EventEnvelope[]> {
  const ids = JSON.stringify(events.map((event) => event.id));
  const { results } = await db
    .prepare("SELECT id, type, data FROM events WHERE id IN (SELECT value FROM json_each(?))")
    .bind(ids)
    .all<{ id: string; type: string; data: string }>();
  const stored = new Map(results.map((row) => [row.id, row]));
  return events.filter((event) => {
    const row = stored.get(event.id);
    return row !== undefined && (row.type !== event.type || row.data !== rowOf(event).data);
  });
}
