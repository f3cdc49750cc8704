/**
 * Sign-ins that were refused with addresses that have no account. They are counted by the minute, and the installation's own log tells of each minute in
 * one entry a kind: who invents addresses writes little, however many.
 */
import { and, asc, eq, lt, lte, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { installation } from "../../contracts/events/ai-models.ts";
import { ok } from "../../contracts/result.ts";
import { audited, type Ledger, type Told } from "./audit.ts";
import { refusedSignIns } from "./schema.ts";

const minuteMs = 60_000;
/** Minutes that one batch tells of. */
const minutesAtOnce = 20;

/** Counts one more. */
export async function countRefusal(db: DrizzleD1Database, method: "password" | "code", now: number): Promise<void> {
  await db
    .insert(refusedSignIns)
    .values({ method, minute: minuteOf(now), count: 1 })
    .onConflictDoUpdate({ target: [refusedSignIns.method, refusedSignIns.minute], set: { count: sql`${refusedSignIns.count} + 1` } });
}

/** Writes down the minutes that are over. What is told is taken off its count, so that one which comes late is told of later, and none twice. */
export async function tellRefusals({ db, sources }: Pick<Ledger, "db" | "sources">): Promise<void> {
  if ((await minutesOver(db, sources.now())).length === 0) return;
  await audited({ db, sources, organisation: installation }, async (now) => {
    const over = await minutesOver(db, now);
    const statements = over.flatMap(({ method, minute, count }) => {
      const own = and(eq(refusedSignIns.method, method), eq(refusedSignIns.minute, minute));
      return [
        db
          .update(refusedSignIns)
          .set({ count: sql`${refusedSignIns.count} - ${count}` })
          .where(own),
        db.delete(refusedSignIns).where(and(own, lte(refusedSignIns.count, 0))),
      ];
    });
    const told = over.map(({ method, minute, count }): Told => ({
      action: "session.refused",
      actor: { kind: "anonymous", id: "anonymous" },
      details: { method, minute: minute.toISOString(), count },
    }));
    return ok({ value: undefined, statements, told });
  });
}

function minutesOver(db: DrizzleD1Database, now: number) {
  return db
    .select()
    .from(refusedSignIns)
    .where(lt(refusedSignIns.minute, minuteOf(now)))
    .orderBy(asc(refusedSignIns.minute))
    .limit(minutesAtOnce);
}

function minuteOf(now: number): Date {
  return new Date(now - (now % minuteMs));
}
