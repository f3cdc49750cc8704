/** Events that the store refused: kept with the reason, so that nothing disappears silently. */
import { and, desc, eq, lt, or } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { sha256Hex } from "../../contracts/digest.ts";
import { cursorKey, cursorKeys, pageOf, type Page, type PageQuery } from "../../contracts/page.ts";
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
  const from = cursorKey(cursor, cursorKeys.positionAndId);
  if (!from.ok) return from;
  const { lastAt, key } = rejectedEvents;
  const after = from.value && or(lt(lastAt, from.value[0]), and(eq(lastAt, from.value[0]), lt(key, from.value[1])));
  const rows = await drizzle(db)
    .select()
    .from(rejectedEvents)
    .where(and(eq(rejectedEvents.organisation, organisation), after))
    .orderBy(desc(lastAt), desc(key))
    .limit(limit + 1);
  return ok(pageOf(rows, limit, viewOf, (row) => [row.lastAt, row.key]));
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
