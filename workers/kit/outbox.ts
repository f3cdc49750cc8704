/** The outbox of a service that writes D1 without an actor: rows go only when the event store has acknowledged them. */
import { eq, isNull, lte, lt, or, and, gte } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { eventEnvelopeSchema, type EventEnvelope } from "../../contracts/events/index.ts";
import { outbox } from "./schema.ts";

/** Rows handed to the queue this long ago and not acknowledged are sent again. */
const resendAfterMs = 5_000;
const maxPerDrain = 100;

export interface EventQueue {
  sendBatch(messages: { body: EventEnvelope }[]): Promise<unknown>;
}

/** Insert for the same `db.batch` as the rows that the event speaks of. */
export function outboxInsert(db: DrizzleD1Database, event: EventEnvelope) {
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
  await queue.sendBatch(rows.map((row) => ({ body: readEnvelope(row.envelope) })));
  await db.batch([first, ...rest]);
  return rows.length;
}

export async function acknowledgeOutbox(db: DrizzleD1Database, subject: string, sequence: number): Promise<void> {
  await db.delete(outbox).where(and(eq(outbox.subject, subject), lte(outbox.sequence, sequence)));
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
