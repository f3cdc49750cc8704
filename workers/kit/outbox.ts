/** The outbox of a service that writes D1 without an actor: rows go only when the event store has acknowledged them. */
import { eq, isNull, lt, or, and, gte } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { eventEnvelopeSchema, maxEventBytes, type EventEnvelope } from "../../contracts/events/index.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { SubjectHead } from "../../contracts/services/common.ts";
import { outbox } from "./schema.ts";

/** Rows handed to the queue this long ago and not acknowledged are sent again. */
const resendAfterMs = 5_000;
const maxPerDrain = 100;

/** What one `sendBatch` takes (Cloudflare Queues: 100 messages, 256 KB). */
const maxBatchMessages = 100;
const maxBatchBytes = 256_000;
/** The queue counts about 100 bytes of its own with every message. */
const messageOverheadBytes = 100;

export interface EventQueue {
  sendBatch(messages: { body: EventEnvelope }[]): Promise<unknown>;
}

/**
 * Inserts for the same `db.batch` as the rows that the events speak of. `too_large` when no queue message can carry one of them: its
 * row could not leave, and would hold its subject up for good. The only way into an outbox, so that nobody forgets to ask.
 */
export function outboxInserts(db: DrizzleD1Database, events: readonly EventEnvelope[]): Result<OutboxInsert[]> {
  const large = events.find((event) => bytesOf(event) > maxEventBytes);
  if (large) return err("too_large", `The event ${large.type} has ${bytesOf(large)} bytes, ${maxEventBytes} fit. Send less at once.`);
  return ok(events.map((event) => insertInto(db, event)));
}

export type OutboxInsert = ReturnType<typeof insertInto>;

function insertInto(db: DrizzleD1Database, event: EventEnvelope) {
  return db.insert(outbox).values({ subject: event.subject, sequence: event.sequence, envelope: JSON.stringify(event) });
}

/** Hands waiting events to the queue; returns how many. A crash between send and mark sends twice, which the store ignores. */
export async function drainOutbox(db: DrizzleD1Database, queue: EventQueue, now: number): Promise<number> {
  const due = or(isNull(outbox.sentAt), lt(outbox.sentAt, now - resendAfterMs));
  const rows = await db.select().from(outbox).where(due).orderBy(outbox.subject, outbox.sequence).limit(maxPerDrain);
  const [first, ...rest] = rows.map((row) =>
    db
      .update(outbox)
      .set({ sentAt: now })
      .where(and(eq(outbox.subject, row.subject), eq(outbox.sequence, row.sequence))),
  );
  if (!first) return 0;
  const events = rows.map((row) => readEnvelope(row.envelope));
  for (const batch of queueBatches(events)) await queue.sendBatch(batch.map((body) => ({ body })));
  await db.batch([first, ...rest]);
  return rows.length;
}

/** Cuts a list, in its order, into batches that the queue takes. */
export function queueBatches(events: readonly EventEnvelope[]): EventEnvelope[][] {
  const batches: EventEnvelope[][] = [];
  let filled = 0;
  for (const event of events) {
    const bytes = bytesOf(event) + messageOverheadBytes;
    const last = batches.at(-1);
    if (last && last.length < maxBatchMessages && filled + bytes <= maxBatchBytes) {
      last.push(event);
      filled += bytes;
    } else {
      batches.push([event]);
      filled = bytes;
    }
  }
  return batches;
}

/** Forgets the rows of each subject up to its head, in one statement. */
export async function acknowledgeOutbox(db: D1Database, heads: readonly SubjectHead[]): Promise<void> {
  if (heads.length === 0) return;
  await db
    .prepare(
      `DELETE FROM outbox WHERE rowid IN (SELECT o.rowid FROM json_each(?) AS head
         JOIN outbox AS o ON o.subject = head.value ->> 'subject' AND o.sequence <= head.value ->> 'sequence')`,
    )
    .bind(JSON.stringify(heads))
    .run();
}

export async function emittedFromOutbox(db: DrizzleD1Database, subject: string, fromSequence: number): Promise<EventEnvelope[]> {
  const rows = await db
    .select()
    .from(outbox)
    .where(and(eq(outbox.subject, subject), gte(outbox.sequence, fromSequence)))
    .orderBy(outbox.sequence)
    .limit(maxPerDrain);
  return rows.map((row) => readEnvelope(row.envelope));
}

function readEnvelope(json: string): EventEnvelope {
  return eventEnvelopeSchema.parse(JSON.parse(json));
}

function bytesOf(event: EventEnvelope): number {
  return new TextEncoder().encode(JSON.stringify(event)).length;
}
