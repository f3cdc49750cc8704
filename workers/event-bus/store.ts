/** The event store: append what follows on, read by position. Raw SQL, since everything in the product passes through it. */
import type { EventEnvelope } from "../../contracts/events/envelope.ts";
import { jsonLists } from "../kit/json-lists.ts";
import type { ArchiveBucket } from "./domain/archive/object.ts";
import { contradiction } from "./domain/inspection.ts";
import { assemble, foundIn, headSql, statements, type FoundRow, type Reading, type Slice } from "./domain/reading.ts";
import { rowOf, storedEvent } from "./domain/stored-event.ts";
import type { ToldPage } from "./domain/subscription.ts";
import type { EndpointName } from "./domain/webhook.ts";
import { endpointsToWake } from "./webhooks/endpoints.ts";
import { maxWoken } from "./webhooks/waking.ts";

const columnNames = ["id", "subject", "sequence", "type", "dataversion", "source", "organisation", "time", "causationid", "data"] as const;
const columns = columnNames.join(", ");

/**
 * Look and insert are one statement, so that two consumers at once cannot both find the same place free. An event goes in when it lies
 * beyond the head of its subject, and the stretch without a gap that it was given in begins no further than right behind that head.
 * A subject whose events all moved to the archive goes on where it stood.
 */
const appendSql = `INSERT INTO events (${columns})
  WITH given AS (SELECT key, value ->> 0 AS first, ${columnNames.map((name, index) => `value ->> ${index + 1} AS ${name}`).join(", ")} FROM json_each(?1)),
  heads AS MATERIALIZED (
    SELECT subject, COALESCE((SELECT MAX(sequence) FROM events e WHERE e.subject = s.subject),
      (SELECT sequence FROM archived_subjects a WHERE a.subject = s.subject), 0) AS head
    FROM (SELECT DISTINCT subject FROM given) s)
  SELECT ${columns} FROM given JOIN heads USING (subject) WHERE sequence > head AND first <= head + 1 ORDER BY key`;

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
  /** The bundle as the store has it, when all of it was new and is of a moderate size. */
  page?: ToldPage;
  /** Some endpoints of the organisations that the bundle speaks of, to be woken. */
  endpoints: EndpointName[];
}

/** Characters of a bundle that is handed on as it is; a larger one is read from the store by those who want it. */
const maxTold = 500_000;

/**
 * Appends those of `events` that follow on what is stored of their subject, in the order given and in one transaction. One that is
 * there already, or that would leave a gap, changes nothing: compare its sequence with `heads`. Events of one subject come by rising
 * sequence. Throws when D1 is away.
 */
export async function append(db: D1Database, events: readonly EventEnvelope[]): Promise<Appended> {
  const rows = stretches(events).map(({ first, event }) => ({ first, row: rowOf(event) }));
  const texts = rows.map(({ first, row }) => JSON.stringify([first, ...columnNames.map((name) => row[name])]));
  const inserts = jsonLists(texts).map((list) => db.prepare(appendSql).bind(list));
  const ids = JSON.stringify(events.map((event) => event.id));
  const subjects = JSON.stringify([...new Set(events.map((event) => event.subject))]);
  const organisations = [...new Set(events.map((event) => event.organisation))];
  const results = await db.batch<{ subject: string; head: number } & EndpointName>([
    ...inserts,
    db.prepare(forgetRejectionsSql).bind(contradiction, ids),
    endpointsToWake(db, organisations, maxWoken),
    db.prepare(headsSql).bind(subjects),
    db.prepare(headSql),
  ]);
  const count = results.slice(0, inserts.length).reduce((sum, result) => sum + result.meta.changes, 0);
  const head = results.at(-1)?.results[0]?.head ?? 0;
  const told = count > 0 && count === rows.length && texts.reduce((sum, text) => sum + text.length, 0) <= maxTold;
  return {
    count,
    heads: new Map(results.at(-2)?.results.map((row) => [row.subject, row.head])),
    head,
    ...(told ? { page: pageOf(rows, head) } : {}),
    endpoints: results.at(-3)?.results ?? [],
  };
}

/** Rows that were appended in this order and in one transaction, the last one at position `to`: positions have no holes. */
function pageOf(rows: readonly { row: ReturnType<typeof rowOf> }[], to: number): ToldPage {
  const after = to - rows.length;
  return { after, to, events: rows.map(({ row }, index) => storedEvent({ ...row, position: after + 1 + index })) };
}

/** Each event with the first of the stretch of its subject that it stands in without a gap; what does not rise is left out. */
function stretches(events: readonly EventEnvelope[]): { first: number; event: EventEnvelope }[] {
  const open = new Map<string, { first: number; last: number }>();
  return events.flatMap((event) => {
    const { subject, sequence } = event;
    const before = open.get(subject);
    if (before && sequence <= before.last) return [];
    const first = before && sequence === before.last + 1 ? before.first : sequence;
    open.set(subject, { first, last: sequence });
    return [{ first, event }];
  });
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
