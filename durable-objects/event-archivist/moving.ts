/**
 * Moves the oldest events from D1 into the bucket, one segment at a time, and forgets archived days. A crash at any point leaves
 * every event in at least one of the two places: the object is written and read back before D1 lets go of its rows, and writing it
 * again writes the same bytes under the same name.
 */
import { packed, readSegment } from "../../workers/event-bus/domain/archive/object.ts";
import { firstRun, maxSegmentEvents, segmentKey, type Segment } from "../../workers/event-bus/domain/archive/segment.ts";
import { storedEvent, type EventRow } from "../../workers/event-bus/domain/stored-event.ts";
import type { StoredEvent } from "../../contracts/events/envelope.ts";

/** Data of the rows that are looked at for one segment, bytes. */
const maxReadBytes = 10_000_000;

export interface Places {
  db: D1Database;
  bucket: R2Bucket;
}

/**
 * Archives the first segment of events that all happened before `before` (epoch milliseconds). A younger event holds back everything
 * behind it, so the archive never has a hole. False when nothing was due.
 */
export async function archiveNext({ db, bucket }: Places, before: number, now: number): Promise<boolean> {
  const { day, events } = firstRun(await dueEvents(db, before));
  const [first, last] = [events[0]?.position, events.at(-1)?.position];
  if (first === undefined || last === undefined) return false;
  const { bytes, sha256 } = await packed(events);
  const segment: Segment = { first, last, key: segmentKey(day, first, last), day, events: events.length, sha256 };
  await putSegment(bucket, segment, bytes);
  await db.batch(handOver(db, segment, events, now));
  return true;
}

/**
 * Deletes the first archived segment whose day began before `before`. Its events are gone for good. Readers let go of it first, the
 * object goes next and the note that it is gone comes last, so a crash leaves neither a dangling row nor a forgotten object. False
 * when nothing was due.
 */
export async function forgetNext({ db, bucket }: Places, before: number, now: number): Promise<boolean> {
  const segment = await db
    .prepare("SELECT first, key FROM archive_segments WHERE COALESCE(deleted_at, 0) = 0 AND day < ? ORDER BY first LIMIT 1")
    .bind(new Date(before).toISOString().slice(0, 10))
    .first<{ first: number; key: string }>();
  if (!segment) return false;
  await db.batch([
    db.prepare("UPDATE archive_segments SET deleted_at = 0 WHERE first = ?").bind(segment.first),
    db.prepare("DELETE FROM archive_contents WHERE first = ?").bind(segment.first),
  ]);
  await bucket.delete(segment.key);
  await db.prepare("UPDATE archive_segments SET deleted_at = ? WHERE first = ?").bind(now, segment.first).run();
  return true;
}

/** Writes the object of a segment, and reads it back: nothing may be let go of before it stands there whole. */
export async function putSegment(bucket: R2Bucket, segment: Segment, bytes: ArrayBuffer): Promise<void> {
  const { first, last, events, day, sha256, key } = segment;
  await bucket.put(key, bytes, {
    sha256: await crypto.subtle.digest("SHA-256", bytes),
    httpMetadata: { contentType: "application/x-ndjson", contentEncoding: "gzip" },
    customMetadata: { sha256, first: String(first), last: String(last), events: String(events), day },
  });
  await readSegment(bucket, segment);
}

/** Events of an organisation that is being erased hold the archive back until they are gone. */
async function dueEvents(db: D1Database, before: number): Promise<StoredEvent[]> {
  const { results } = await db
    .prepare(
      `SELECT * FROM (
        SELECT *, SUM(LENGTH(data)) OVER (ORDER BY position) AS upto FROM (
          SELECT * FROM events
          WHERE position < COALESCE((SELECT position FROM events WHERE time >= ?1 ORDER BY position LIMIT 1), 9e15)
            AND position < COALESCE((SELECT MIN(position) FROM events WHERE organisation IN (SELECT organisation FROM tombstones)), 9e15)
          ORDER BY position LIMIT ${maxSegmentEvents}))
        WHERE upto <= ${maxReadBytes} ORDER BY position`,
    )
    .bind(before)
    .all<EventRow>();
  return results.map(storedEvent);
}

/** D1's side of the move, in one transaction: the segment's rows and index come, its events go. */
function handOver(db: D1Database, segment: Segment, events: readonly StoredEvent[], now: number): D1PreparedStatement[] {
  const { first, last, key, day, sha256 } = segment;
  const lines = JSON.stringify(
    events.map(({ organisation, type, subject, sequence, position }) => [organisation, type, subject, sequence, position]),
  );
  return [
    db
      .prepare("INSERT INTO archive_segments (first, last, key, day, events, sha256, archived_at) VALUES (?, ?, ?, ?, ?, ?, ?)")
      .bind(first, last, key, day, events.length, sha256, now),
    db
      .prepare(
        `INSERT INTO archive_contents (organisation, type, first, events)
          SELECT value ->> 0, value ->> 1, ?2, COUNT(*) FROM json_each(?1) GROUP BY 1, 2`,
      )
      .bind(lines, first),
    db
      .prepare(
        `INSERT INTO archived_subjects (subject, sequence, first_position, last_position)
          SELECT value ->> 2, MAX(value ->> 3), MIN(value ->> 4), MAX(value ->> 4) FROM json_each(?1) WHERE TRUE GROUP BY 1
          ON CONFLICT (subject) DO UPDATE SET sequence = excluded.sequence, last_position = excluded.last_position`,
      )
      .bind(lines),
    db.prepare("DELETE FROM events WHERE position BETWEEN ? AND ?").bind(first, last),
  ];
}
