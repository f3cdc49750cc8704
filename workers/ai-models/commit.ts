/** Writes rows together with the events that speak of them; two writers who read the same state cannot both win. */
import { inArray, max, type SQL } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { installation, modelEvents } from "../../contracts/events/ai-models.ts";
import { currentVersion, envelope } from "../../contracts/events/index.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { outboxInserts } from "../kit/outbox.ts";
import { keptReferences } from "./registry/kept-references.ts";
import { subjectSequences } from "./schema.ts";

/** An event before it is numbered. `about` is the kind and id of its subject, and whose it is when it is not the installation's. */
export interface Happening {
  about: { kind: "node" | "join-token" | "model" | "alias" | "alert"; id: string; organisation?: string };
  type: keyof typeof modelEvents;
  data: unknown;
}

export interface Decided<Value> {
  value: Value;
  statements: BatchItem<"sqlite">[];
  happenings: Happening[];
}

const maxAttempts = 5;

/**
 * Reads and decides with `decide`, then writes everything in one batch; when another writer came in between, decides again on what is
 * there now, at most five times. `decide` must read all it relies on itself. A `conflict` fault after the last attempt, `too_large`
 * when no queue message can carry an event.
 */
export async function commit<Value>(
  db: DrizzleD1Database,
  now: number,
  decide: () => Promise<Result<Decided<Value>>>,
): Promise<Result<Value>> {
  for (let attempt = 1; ; attempt++) {
    const decided = await decide();
    if (!decided.ok) return decided;
    const { value, statements, happenings } = decided.value;
    const events = await eventInserts(db, happenings, now);
    if (!events.ok) return events;
    const [first, ...rest] = [...statements, ...events.value];
    if (!first) return { ok: true, value };
    try {
      await db.batch([first, ...rest]);
      keptReferences.forget();
      return { ok: true, value };
    } catch (cause) {
      if (!isCollision(cause)) throw cause;
      if (attempt === maxAttempts)
        return err("conflict", "Others are changing the same thing. Try again.", { retryable: true, retryAfter: 1 });
    }
  }
}

/**
 * A statement that makes its batch collide when `condition` holds by then, so that all is decided again: for what is read and belongs to another
 * subject than is written. It inserts a row that is there already.
 */
export function collideWhere(db: DrizzleD1Database, condition: SQL): BatchItem<"sqlite"> {
  const there = db
    .select({ subject: subjectSequences.subject, sequence: subjectSequences.sequence })
    .from(subjectSequences)
    .where(condition)
    .limit(1);
  return db.insert(subjectSequences).select(there);
}

async function eventInserts(db: DrizzleD1Database, happenings: readonly Happening[], now: number): Promise<Result<BatchItem<"sqlite">[]>> {
  const subjects = [...new Set(happenings.map(subjectOf))];
  if (subjects.length === 0) return ok([]);
  const rows = await db
    .select({ subject: subjectSequences.subject, last: max(subjectSequences.sequence) })
    .from(subjectSequences)
    .where(inArray(subjectSequences.subject, subjects))
    .groupBy(subjectSequences.subject);
  const last = new Map(rows.map((row) => [row.subject, row.last ?? 0]));
  const events = happenings.map((happening) => {
    const subject = subjectOf(happening);
    const sequence = (last.get(subject) ?? 0) + 1;
    last.set(subject, sequence);
    const { type, data } = happening;
    const dataversion = currentVersion(type) ?? 1;
    const { organisation = installation } = happening.about;
    return envelope({ source: "/ai-models", type, dataversion, subject, sequence, organisation, time: now, data });
  });
  const leaving = outboxInserts(db, events);
  if (!leaving.ok) return leaving;
  const numbers = events.map(({ subject, sequence }) => db.insert(subjectSequences).values({ subject, sequence }));
  return ok([...numbers, ...leaving.value]);
}

/** Whom a happening is about, as its events name it. */
export function subjectOf({ about }: Pick<Happening, "about">): string {
  return `${about.kind}/${about.organisation ?? installation}/${about.id}`;
}

/** D1 names no error class across its binding, and drizzle wraps the message in its own error's cause. */
function isCollision(cause: unknown): boolean {
  const texts = cause instanceof Error ? [cause.message, cause.cause instanceof Error ? cause.cause.message : ""] : [String(cause)];
  return texts.some((text) => text.includes("UNIQUE constraint failed"));
}
