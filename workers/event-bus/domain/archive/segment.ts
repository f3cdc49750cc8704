/** The archive is cut into segments: a run of positions without a hole, of one UTC day, of bounded size. Pure. */
import type { StoredEvent } from "../../../../contracts/events/envelope.ts";

/** Events and bytes of one segment at most: what an isolate takes apart at once without trouble. */
export const maxSegmentEvents = 2_000;
export const maxSegmentBytes = 8_000_000;

const dayMs = 86_400_000;

/** A row of `archive_segments`. */
export interface Segment {
  /** Positions of its first and last event. */
  first: number;
  last: number;
  /** Of its object in the bucket. */
  key: string;
  /** `2026-10-18`. */
  day: string;
  events: number;
  /** Of the NDJSON, hexadecimal. */
  sha256: string;
}

/**
 * The first run of `events` (by rising position) that belongs into one segment, with its day. The day is that of the latest event
 * time so far, so that an event that arrived late does not cut a day in two. Empty when there are no events.
 */
export function firstRun(events: readonly StoredEvent[]): { day: string; events: StoredEvent[] } {
  const run: StoredEvent[] = [];
  let day = "";
  let bytes = 0;
  for (const event of events) {
    const today = event.time.slice(0, 10);
    bytes += JSON.stringify(event).length;
    if (run.length > 0 && (today > day || run.length >= maxSegmentEvents || bytes > maxSegmentBytes)) break;
    day = today > day ? today : day;
    run.push(event);
  }
  return { day, events: run };
}

/** `events/2026-10-18/000000000001-000000002000.ndjson.gz`: by name, the objects of a day stand in the order of their positions. */
export function segmentKey(day: string, first: number, last: number): string {
  const padded = (position: number) => String(position).padStart(12, "0");
  return `events/${day}/${padded(first)}-${padded(last)}.ndjson.gz`;
}

/** The beginning of the UTC day that lies `days` before the one of `now`: what is older may go. Epoch milliseconds. */
export function dayBefore(now: number, days: number): number {
  return (Math.floor(now / dayMs) - days) * dayMs;
}
