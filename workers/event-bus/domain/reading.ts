/**
 * How the store is read, wherever an event stands: old positions in the archive, young ones in D1. One transaction tells what D1
 * holds and which segments come before it, so nothing is missed while events move from one to the other. Database and bucket are
 * passed in.
 */
import type { StoredEvent } from "../../../contracts/events/envelope.ts";
import { readSegment, type ArchiveBucket } from "./archive/object.ts";
import type { Segment } from "./archive/segment.ts";
import { storedEvent, type EventRow } from "./stored-event.ts";

export interface Reading {
  /** All tenants when absent. */
  organisation?: string | undefined;
  subject?: string | undefined;
  /** All when absent. */
  types?: readonly string[] | undefined;
  /** Events beyond this position, in the direction of `order`. */
  from: number;
  /** Oldest first only: events up to this position. */
  to?: number | undefined;
  order?: "oldest" | "newest" | undefined;
  limit: number;
}

export interface Slice {
  /** In the direction asked for: up to `limit`, fewer when they are large. */
  events: StoredEvent[];
  /** True when the reading may go on beyond `reach`. */
  more: boolean;
  /** How far this slice looked: go on from here. */
  reach: number;
  /** Highest position ever given, over all tenants, at the same moment. */
  head: number;
}

/** Data of one slice, bytes: with room to spare under the 32 MB that a call between Workers carries. */
const maxSliceBytes = 4_000_000;
/** So many segments are opened for one slice, once something was found. */
const maxOpened = 8;
/** So many are looked at. */
const maxListed = 50;

export interface Statement {
  sql: string;
  bindings: (string | number)[];
}

export const headSql = `SELECT MAX(COALESCE((SELECT MAX(position) FROM events), 0), COALESCE((SELECT MAX(last) FROM archive_segments), 0)) AS head`;

/** The three statements of a reading, to be run in one batch: events of D1, segments of the archive, head. */
export function statements(reading: Reading): [Statement, Statement, Statement] {
  return [hotStatement(reading), segmentsStatement(reading), { sql: headSql, bindings: [] }];
}

function hotStatement({ organisation, subject, types, from, to, order, limit }: Reading): Statement {
  const direction = order === "newest" ? "DESC" : "ASC";
  const { where, bindings } = conditions([
    [order === "newest" ? "position < ?" : "position > ?", from],
    ["position <= ?", to],
    ["organisation = ?", organisation],
    ["subject = ?", subject],
    ["type IN (SELECT value FROM json_each(?))", types && JSON.stringify(types)],
  ]);
  return {
    sql: `SELECT * FROM (
      SELECT *, SUM(LENGTH(data)) OVER (ORDER BY position ${direction}) - LENGTH(data) AS before, COUNT(*) OVER () AS found FROM (
        SELECT * FROM events WHERE ${where} ORDER BY position ${direction} LIMIT ? + 1))
      WHERE before < ${maxSliceBytes} ORDER BY position ${direction} LIMIT ?`,
    bindings: [...bindings, limit, limit],
  };
}

function segmentsStatement({ organisation, subject, types, from, to, order }: Reading): Statement {
  const content = conditions([
    ["c.organisation = ?", organisation],
    ["c.type IN (SELECT value FROM json_each(?))", types && JSON.stringify(types)],
  ]);
  const { where, bindings } = conditions([
    [order === "newest" ? "s.first < ?" : "s.last > ?", from],
    ["s.first <= ?", to],
    [
      "EXISTS (SELECT 1 FROM archived_subjects a WHERE a.subject = ? AND a.first_position <= s.last AND a.last_position >= s.first)",
      subject,
    ],
  ]);
  return {
    sql: `SELECT s.first, s.last, s.key, s.day, s.events, s.sha256 FROM archive_segments s WHERE s.deleted_at IS NULL AND ${where}
      AND EXISTS (SELECT 1 FROM archive_contents c WHERE c.first = s.first AND ${content.where})
      ORDER BY s.first ${order === "newest" ? "DESC" : "ASC"} LIMIT ${maxListed}`,
    bindings: [...bindings, ...content.bindings],
  };
}

/** Only the conditions that have a value, in their order. */
function conditions(all: readonly (readonly [sql: string, value: string | number | undefined])[]) {
  const given = all.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
  return { where: given.map(({ sql }) => sql).join(" AND ") || "TRUE", bindings: given.map(({ value }) => value) };
}

export type HotRow = EventRow & { before: number; found: number };

/** What the three statements answered. */
export interface Found {
  hot: readonly HotRow[];
  /** In the direction of the reading. */
  segments: readonly Segment[];
  head: number;
}

/** A row of any of the three answers: a batch of D1 types them alike. */
export type FoundRow = HotRow | Segment | { head: number };

/** Sorts the answers of the batch out. */
export function foundIn(answers: readonly { results: readonly FoundRow[] }[]): Found {
  const [hot, segments, head] = answers.map(({ results }) => results);
  const last = head?.[0];
  return {
    hot: (hot ?? []).filter((row) => "position" in row),
    segments: (segments ?? []).filter((row) => "key" in row),
    head: last && "head" in last ? last.head : 0,
  };
}

/** The slice that a batch of `statements(reading)` found, with what stands in the archive. Throws as `readSegment` does. */
export async function assemble(reading: Reading, found: Found, bucket: ArchiveBucket): Promise<Slice> {
  const young: Part = {
    events: found.hot.map(storedEvent),
    more: (found.hot[0]?.found ?? 0) > found.hot.length,
  };
  const newest = reading.order === "newest";
  // Newest first, the archive comes last: it is not opened while D1 alone fills the slice.
  if (found.segments.length === 0 || (newest && (young.more || young.events.length >= reading.limit)))
    return slice(reading, found, { ...young, more: young.more || found.segments.length > 0 });
  const room = newest ? reading.limit - young.events.length : reading.limit;
  const old = await archived({ ...reading, limit: room }, found.segments, bucket);
  if (newest) return slice(reading, found, { ...old, events: [...young.events, ...old.events] });
  if (old.more) return slice(reading, found, old);
  const events = [...old.events, ...young.events.slice(0, reading.limit - old.events.length)];
  return slice(reading, found, { events, more: young.more || events.length < old.events.length + young.events.length });
}

interface Part {
  events: StoredEvent[];
  more: boolean;
  /** Where a part that is cut off ends, when not at its last event. */
  end?: number;
}

async function archived(reading: Reading, segments: readonly Segment[], bucket: ArchiveBucket): Promise<Part> {
  const newest = reading.order === "newest";
  const events: StoredEvent[] = [];
  let bytes = 0;
  for (const [opened, segment] of segments.entries()) {
    const last = segments[opened - 1];
    if (last && opened >= maxOpened && events.length > 0) return { events, more: true, end: newest ? last.first : last.last };
    const held = await readSegment(bucket, segment);
    for (const event of newest ? held.toReversed() : held) {
      if (!wanted(reading, event)) continue;
      if (events.length >= reading.limit || bytes > maxSliceBytes) return { events, more: true };
      bytes += JSON.stringify(event.data ?? null).length;
      events.push(event);
    }
  }
  const last = segments.at(-1);
  return last && segments.length >= maxListed ? { events, more: true, end: newest ? last.first : last.last } : { events, more: false };
}

function wanted({ organisation, subject, types, from, to, order }: Reading, event: StoredEvent): boolean {
  return (
    (order === "newest" ? event.position < from : event.position > from) &&
    (to === undefined || event.position <= to) &&
    (organisation === undefined || event.organisation === organisation) &&
    (subject === undefined || event.subject === subject) &&
    (types === undefined || types.includes(event.type))
  );
}

function slice(reading: Reading, { head }: Found, { events, more, end }: Part): Slice {
  const last = events.at(-1)?.position;
  const farthest = reading.order === "newest" ? 0 : Math.max(reading.from, Math.min(head, reading.to ?? head));
  return { events, more, head, reach: more ? (end ?? last ?? reading.from) : farthest };
}
