/** The event store: append what follows on, read by position. Raw SQL, since everything in the product passes through it. */
import type { EventEnvelope } from "../../contracts/events/envelope.ts";
import type { ArchiveBucket } from "./domain/archive/object.ts";
import { contradiction } from "./domain/inspection.ts";
import { assemble, foundIn, headSql, statements, type FoundRow, type Reading, type Slice } from "./domain/reading.ts";
import { rowOf } from "./domain/stored-event.ts";

const columns = "id, subject, sequence, type, dataversion, source, organisation, time, causationid, data";

/**
 * Look and insert are one statement, so that two consumers at once cannot both find the same place free. A subject whose events all
 * moved to the archive goes on where it stood.
 */
const appendSql = `INSERT INTO events (${columns})
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10
  WHERE COALESCE((SELECT MAX(sequence) FROM events WHERE subject = ?2), (SELECT sequence FROM archived_subjects WHERE subject = ?2), 0)
    = ?3 - 1`;

const headsSql = `SELECT subject, MAX(sequence) AS head FROM (
    SELECT subject, sequence FROM events WHERE subject IN (SELECT value FROM json_each(?1))
    UNION ALL SELECT subject, sequence FROM archived_subjects WHERE subject IN (SELECT value FROM json_each(?1)))
  GROUP BY subject`;

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
    db.prepare(headsSql).bind(subjects),
    db.prepare(headSql),
  ]);
  return {
    count: results.slice(0, inserts.length).reduce((sum, result) => sum + result.meta.changes, 0),
    heads: new Map(results.at(-2)?.results.map((row) => [row.subject, row.head])),
    head: results.at(-1)?.results[0]?.head ?? 0,
  };
}

/** The two places where events stand. */
export interface EventStores {
  EVENT_BUS_DB: D1Database;
  EVENT_ARCHIVE: ArchiveBucket;
}

/** A reading of one tenant's events: `organisation` cannot be forgotten here. */
export type Selection = Reading & { organisation: string };

/**
 * Events of one organisation by position: up to `limit`, fewer when they are large, at least one when there is any. Throws when D1 or
 * the archive is away.
 */
export async function read(stores: EventStores, selection: Selection): Promise<Slice> {
  for (let from = selection.from; ;) {
    const slice = await readOnce(stores, { ...selection, from });
    if (slice.events.length > 0 || !slice.more) return slice;
    // Many segments held nothing of the kind: the next ones may.
    from = slice.reach;
  }
}

async function readOnce({ EVENT_BUS_DB: db, EVENT_ARCHIVE: bucket }: EventStores, reading: Reading): Promise<Slice> {
  const batch = statements(reading).map(({ sql, bindings }) => db.prepare(sql).bind(...bindings));
  return assemble(reading, foundIn(await db.batch<FoundRow>(batch)), bucket);
}

/** Highest position in the store; 0 when it is empty. */
export async function storeHead(db: D1Database): Promise<number> {
  return (await db.prepare(headSql).first<number>("head")) ?? 0;
}

/** How many events of `organisation` stand after `position`; of the types named, or of all. Archived ones count by whole segments. */
export async function countAfter(
  db: D1Database,
  organisation: string,
  position: number,
  types: readonly string[] | undefined,
): Promise<number> {
  const named = types ? JSON.stringify(types) : null;
  const row = await db
    .prepare(
      `SELECT (SELECT COUNT(*) FROM events WHERE organisation = ?1 AND position > ?2
          AND (?3 IS NULL OR type IN (SELECT value FROM json_each(?3))))
        + (SELECT COALESCE(SUM(c.events), 0) FROM archive_contents c JOIN archive_segments s ON s.first = c.first
          WHERE c.organisation = ?1 AND s.last > ?2
          AND (?3 IS NULL OR c.type IN (SELECT value FROM json_each(?3)))) AS n`,
    )
    .bind(organisation, position, named)
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
