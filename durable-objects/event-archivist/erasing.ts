/**
 * Taking an organisation's events out of the archive. A segment is written anew without them, under another name; its row turns to
 * the new object before the old one goes, so that readers find one or the other whole.
 */
import { packed, readSegment } from "../../workers/event-bus/domain/archive/object.ts";
import { segmentKey, type Segment } from "../../workers/event-bus/domain/archive/segment.ts";
import { putSegment, type Places } from "./moving.ts";

/** Segments archived this long before the tombstone stood, or later, may hold events that the index does not name. */
const looseMs = 3_600_000;

/** Answers how many events were taken out. Repeating it finishes what a crash cut off. Throws when a segment cannot be read. */
export async function eraseFromArchive({ db, bucket }: Places, organisation: string): Promise<number> {
  const { results } = await db
    .prepare(
      `SELECT first, last, key, day, events, sha256 FROM archive_segments WHERE deleted_at IS NULL
        AND (first IN (SELECT first FROM archive_contents WHERE organisation = ?1)
          OR archived_at >= (SELECT erased_at - ${looseMs} FROM tombstones WHERE organisation = ?1)) ORDER BY first`,
    )
    .bind(organisation)
    .all<Segment>();
  let erased = 0;
  for (const segment of results) erased += await eraseFromSegment(db, bucket, segment, organisation);
  return erased;
}

async function eraseFromSegment(db: D1Database, bucket: R2Bucket, segment: Segment, organisation: string): Promise<number> {
  const events = await readSegment(bucket, segment);
  const left = events.filter((event) => event.organisation !== organisation);
  const key = left.length === events.length ? segment.key : await rewrite(db, bucket, segment, left);
  const others = await bucket.list({ prefix: stemOf(segment) });
  for (const object of others.objects) if (object.key !== key) await bucket.delete(object.key);
  // Last of all: as long as the index names the segment, it is looked at again.
  await db.prepare("DELETE FROM archive_contents WHERE first = ? AND organisation = ?").bind(segment.first, organisation).run();
  return events.length - left.length;
}

async function rewrite(db: D1Database, bucket: R2Bucket, segment: Segment, left: Awaited<ReturnType<typeof readSegment>>): Promise<string> {
  const { bytes, sha256 } = await packed(left);
  const key = `${stemOf(segment)}.${sha256.slice(0, 16)}.ndjson.gz`;
  await putSegment(bucket, { ...segment, key, sha256, events: left.length }, bytes);
  await db
    .prepare("UPDATE archive_segments SET key = ?, sha256 = ?, events = ? WHERE first = ?")
    .bind(key, sha256, left.length, segment.first)
    .run();
  return key;
}

/** What the names of all objects of a segment begin with. */
function stemOf({ day, first, last }: Segment): string {
  return segmentKey(day, first, last).replace(/\.ndjson\.gz$/, "");
}
