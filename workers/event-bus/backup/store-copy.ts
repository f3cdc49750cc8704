/** The event store in a backup: rows of D1 and objects of the archive, read and written back. */
import { Buffer } from "node:buffer";
import { installation } from "../../../contracts/events/ai-models.ts";
import type { SegmentObject, TablePiece } from "../../../contracts/services/backup.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import { putSegment } from "../../../durable-objects/event-archivist/moving.ts";
import { frozenPrefix } from "../../kit/backup/names.ts";
import { insertions } from "../../kit/backup/restoring.ts";
import { readSegment } from "../domain/archive/object.ts";
import type { Segment } from "../domain/archive/segment.ts";
import { rowOf } from "../domain/stored-event.ts";
import type { StoredEvent } from "../../../contracts/events/envelope.ts";

const columns = ["position", "id", "subject", "sequence", "type", "dataversion", "source", "organisation", "time", "causationid", "data"];

/** Events as rows of the table `events`. */
export function pieceOf(events: readonly StoredEvent[]): TablePiece {
  const rows = events.map((event) => {
    const { id, subject, sequence, type, dataversion, source, organisation, time, causationid, data } = rowOf(event);
    return [event.position, id, subject, sequence, type, dataversion, source, organisation, time, causationid, data];
  });
  return { table: "events", columns, rows };
}

/** The highest position that the copied index says is in the archive. */
export async function archivedInCopy(db: D1Database): Promise<number> {
  return (await db.prepare(`SELECT COALESCE(MAX(last), 0) AS last FROM ${frozenPrefix}archive_segments`).first<number>("last")) ?? 0;
}

/** Throws when the object is missing or not what the copied index says: an erasure or the retention came in between. */
export async function segmentAfter(db: D1Database, bucket: R2Bucket, after: number): Promise<{ segment?: SegmentObject; last: number }> {
  const segment = await db
    .prepare(`SELECT * FROM ${frozenPrefix}archive_segments WHERE deleted_at IS NULL AND first > ? ORDER BY first LIMIT 1`)
    .bind(after)
    .first<Segment>();
  if (!segment) return { last: after };
  await readSegment(bucket, segment);
  const object = await bucket.get(segment.key);
  if (!object) throw new Error(`the archive lacks ${segment.key}`);
  return {
    segment: { key: segment.key, base64: Buffer.from(await object.arrayBuffer()).toString("base64"), events: segment.events },
    last: segment.last,
  };
}

export async function writeSegment(
  db: D1Database,
  bucket: R2Bucket,
  { key, base64 }: Omit<SegmentObject, "events">,
): Promise<Result<true>> {
  const segment = await db.prepare("SELECT * FROM archive_segments WHERE key = ?").bind(key).first<Segment>();
  if (!segment) return err("internal", `The restored index does not know the segment ${key}.`, { retryable: false });
  await putSegment(bucket, segment, new Uint8Array(Buffer.from(base64, "base64")).buffer);
  return ok(true);
}

/**
 * Writes events with their positions. What the archivist has moved on meanwhile does not come back: the index of the archive is restored
 * before the events.
 */
export async function writeEvents(db: D1Database, piece: TablePiece): Promise<Result<true>> {
  if (piece.columns.join() !== columns.join()) return err("internal", "This build has another table of events.", { retryable: false });
  const insert = `INSERT OR IGNORE INTO events (${columns.join(", ")})`;
  const young = ([position]: readonly string[]) => `${position} > COALESCE((SELECT MAX(last) FROM archive_segments), 0)`;
  for (const statement of insertions(db, insert, piece.rows, young)) await statement.run();
  return ok(true);
}

/** Lets the next event have a position above `head`, also when the events up to there are in the archive or gone. */
export async function continueAfter(db: D1Database, head: number): Promise<void> {
  const values = columns.map((column) =>
    column === "position" || column === "sequence" || column === "dataversion" || column === "time" ? "?1" : "?2",
  );
  await db.batch([
    db
      .prepare(
        `INSERT INTO events (${columns.join(", ")}) SELECT ${values.join(", ")} WHERE ?1 > COALESCE((SELECT MAX(position) FROM events), 0)`,
      )
      .bind(head, installation),
    db.prepare("DELETE FROM events WHERE id = ?").bind(installation),
  ]);
}

/** Events in the store, archive included. */
export async function countEvents(db: D1Database): Promise<number> {
  const sql = `SELECT (SELECT COUNT(*) FROM events) + (SELECT COALESCE(SUM(events), 0) FROM archive_segments WHERE deleted_at IS NULL) AS n`;
  return (await db.prepare(sql).first<number>("n")) ?? 0;
}

/** Highest sequence of each subject that the store has. */
export async function headsOf(db: D1Database, subjects: readonly string[]): Promise<Record<string, number>> {
  const { results } = await db
    .prepare(
      `SELECT subject, MAX(sequence) AS head FROM (
          SELECT subject, sequence FROM events WHERE subject IN (SELECT value FROM json_each(?1))
          UNION ALL SELECT subject, sequence FROM archived_subjects WHERE subject IN (SELECT value FROM json_each(?1)))
        GROUP BY subject`,
    )
    .bind(JSON.stringify(subjects))
    .all<{ subject: string; head: number }>();
  return Object.fromEntries(results.map(({ subject, head }) => [subject, head]));
}
