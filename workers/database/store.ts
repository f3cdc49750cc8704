/** Queries of the database service: verifications and what they found. */
import { and, desc, eq, lt, or } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import * as z from "zod";
import { serviceVerificationSchema, type ServiceVerification, type Verification } from "../../contracts/services/database.ts";
import { verifications } from "./schema.ts";

export type VerificationRow = typeof verifications.$inferSelect;

/** A verification that did not say anything for this long was cut off. */
export const leaseMs = 60_000;

export function insertVerification(db: DrizzleD1Database, row: { id: string; organisation: string; total: number; now: number }) {
  const { id, organisation, total, now } = row;
  return db
    .insert(verifications)
    .values({ id, organisation, status: "queued", done: 0, total, startedAt: now, leaseUntil: now + leaseMs, services: "[]" });
}

/** What changes while a verification runs. */
export interface Advance {
  status: "running" | "succeeded" | "failed";
  message?: string;
  done: number;
  head?: number;
  services: readonly ServiceVerification[];
}

export async function advanceVerification(db: DrizzleD1Database, id: string, advance: Advance, now: number): Promise<void> {
  const { services, ...rest } = advance;
  const finishedAt = advance.status === "running" ? null : now;
  await db
    .update(verifications)
    .set({ ...rest, services: JSON.stringify(services), leaseUntil: now + leaseMs, finishedAt })
    .where(eq(verifications.id, id));
}

export async function findVerification(db: DrizzleD1Database, organisation: string, id: string): Promise<VerificationRow | undefined> {
  const [row] = await db
    .select()
    .from(verifications)
    .where(and(eq(verifications.organisation, organisation), eq(verifications.id, id)));
  return row;
}

/** Latest first, at most `limit`, after the row that `before` names. */
export async function listVerifications(
  db: DrizzleD1Database,
  organisation: string,
  limit: number,
  before?: { startedAt: number; id: string },
): Promise<VerificationRow[]> {
  const older =
    before &&
    or(lt(verifications.startedAt, before.startedAt), and(eq(verifications.startedAt, before.startedAt), lt(verifications.id, before.id)));
  return db
    .select()
    .from(verifications)
    .where(and(eq(verifications.organisation, organisation), older))
    .orderBy(desc(verifications.startedAt), desc(verifications.id))
    .limit(limit);
}

/** The row as callers see it. One whose lease ran out is shown as failed: its Worker is gone, and nobody goes on with it. */
export function viewVerification(row: VerificationRow, now: number): Verification {
  const cutOff = row.finishedAt === null && now > row.leaseUntil;
  return {
    id: row.id,
    status: cutOff ? "failed" : row.status,
    progress: { done: row.done, total: row.total, unit: "services" },
    ...(cutOff ? { message: "It was cut off. Start another one." } : row.message === null ? {} : { message: row.message }),
    startedAt: new Date(row.startedAt).toISOString(),
    ...(row.finishedAt === null ? {} : { finishedAt: new Date(row.finishedAt).toISOString() }),
    ...(row.head === null ? {} : { head: row.head }),
    services: z.array(serviceVerificationSchema).parse(JSON.parse(row.services)),
  };
}
