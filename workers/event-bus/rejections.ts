/** Events that the store refused: kept with the reason, so that nothing disappears silently. */
import { and, desc, eq, lt, or } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { sha256Hex } from "../../contracts/digest.ts";
import { decodeCursor, encodeCursor, type Page, type PageQuery } from "../../contracts/page.ts";
import { ok, type Result } from "../../contracts/result.ts";
import type { RejectedEvent } from "../../contracts/services/event-bus.ts";
import type { Rejection } from "./domain/inspection.ts";
import { rejectedEvents } from "./schema.ts";

/** Records rejections; the same event refused again counts up instead of making another row. */
export async function recordRejections(db: D1Database, rejections: readonly Rejection[], now: number): Promise<void> {
  const statements = await Promise.all(
    rejections.map(async ({ eventId, subject, type, source, organisation, reason, body }) =>
      db
        .prepare(
          `INSERT INTO rejected_events (key, event_id, subject, type, source, organisation, reason, body, first_at, last_at, times)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, 1)
            ON CONFLICT (key) DO UPDATE SET reason = ?7, body = ?8, last_at = ?9, times = times + 1`,
        )
        .bind(eventId ?? (await sha256Hex(body)), eventId ?? null, subject, type, source, organisation, reason, body, now),
    ),
  );
  if (statements.length > 0) await db.batch(statements);
}

/** The latest refused first. */
export async function listRejections(
  db: D1Database,
  organisation: string,
  { limit, cursor }: PageQuery,
): Promise<Result<Page<RejectedEvent>>> {
  const from = cursor === undefined ? ok([]) : decodeCursor(cursor);
  if (!from.ok) return from;
  const [at, key] = from.value;
  const { lastAt } = rejectedEvents;
  const after =
    typeof at === "number" && typeof key === "string" ? or(lt(lastAt, at), and(eq(lastAt, at), lt(rejectedEvents.key, key))) : undefined;
  const rows = await drizzle(db)
    .select()
    .from(rejectedEvents)
    .where(and(eq(rejectedEvents.organisation, organisation), after))
    .orderBy(desc(lastAt), desc(rejectedEvents.key))
    .limit(limit + 1);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const items = rows.slice(0, limit).map(viewOf);
  return ok({ items, ...(last ? { nextCursor: encodeCursor([last.lastAt, last.key]) } : {}) });
}

function viewOf(row: typeof rejectedEvents.$inferSelect): RejectedEvent {
  return {
    eventId: row.eventId ?? row.key,
    subject: row.subject,
    type: row.type,
    source: row.source,
    reason: row.reason,
    firstSeen: new Date(row.firstAt).toISOString(),
    lastSeen: new Date(row.lastAt).toISOString(),
    times: row.times,
  };
}
