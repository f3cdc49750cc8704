/** Queries of long work. */
import { and, asc, desc, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Principal } from "../../../contracts/principal.ts";
import { maintenanceSchema, type Maintenance } from "../../../contracts/services/database.ts";
import type { Progress } from "../../../contracts/work.ts";
import { work } from "../schema.ts";
import type { Step } from "./kind.ts";

export type WorkRow = typeof work.$inferSelect;

export interface NewWork {
  id: string;
  kind: WorkRow["kind"];
  principal: Principal;
  state: unknown;
  progress: Progress;
  now: number;
  /** For work that was done elsewhere. */
  finished?: { at: number; result: unknown };
}

export function insertWork(db: DrizzleD1Database, { id, kind, principal, state, progress, now, finished }: NewWork) {
  return db.insert(work).values({
    id,
    tenant: principal.organisation,
    kind,
    status: finished ? "succeeded" : "queued",
    ...progress,
    ...(finished ? { finishedAt: finished.at, result: JSON.stringify(finished.result) } : {}),
    principal: JSON.stringify(principal),
    state: JSON.stringify(state),
    failures: 0,
    startedAt: now,
  });
}

/** The organisation's oldest work that is not over. */
export async function nextWork(db: DrizzleD1Database, tenant: string): Promise<WorkRow | undefined> {
  const [row] = await db
    .select()
    .from(work)
    .where(and(eq(work.tenant, tenant), isNull(work.finishedAt)))
    .orderBy(asc(work.startedAt), asc(work.id))
    .limit(1);
  return row;
}

/** Notes what a step came to. */
export async function recordStep(db: DrizzleD1Database, id: string, step: Step<unknown>, now: number): Promise<void> {
  await db
    .update(work)
    .set({ ...changeOf(step, now), failures: 0 })
    .where(eq(work.id, id));
}

/** Notes that a step broke, to be repeated. */
export async function recordFailure(db: DrizzleD1Database, id: string): Promise<void> {
  await db
    .update(work)
    .set({ failures: sql`${work.failures} + 1` })
    .where(eq(work.id, id));
}

export async function findWork(db: DrizzleD1Database, tenant: string, id: string): Promise<WorkRow | undefined> {
  const [row] = await db
    .select()
    .from(work)
    .where(and(eq(work.tenant, tenant), eq(work.id, id)));
  return row;
}

export interface WorkListing {
  tenant: string;
  kinds: readonly WorkRow["kind"][];
  limit: number;
  /** The row after which it begins. */
  before?: readonly [startedAt: number, id: string] | undefined;
}

/** Latest first. */
export async function listWork(db: DrizzleD1Database, { tenant, kinds, limit, before }: WorkListing): Promise<WorkRow[]> {
  const older = before && or(lt(work.startedAt, before[0]), and(eq(work.startedAt, before[0]), lt(work.id, before[1])));
  return db
    .select()
    .from(work)
    .where(and(eq(work.tenant, tenant), inArray(work.kind, [...kinds]), older))
    .orderBy(desc(work.startedAt), desc(work.id))
    .limit(limit);
}

/** The row as an organisation sees it. */
export function viewWork(row: WorkRow): Maintenance {
  return maintenanceSchema.parse(fieldsOf(row));
}

/** What any view of the row begins with. */
export function fieldsOf(row: WorkRow) {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    progress: { done: row.done, total: row.total, unit: row.unit },
    ...(row.message === null ? {} : { message: row.message }),
    startedAt: new Date(row.startedAt).toISOString(),
    ...(row.finishedAt === null ? {} : { finishedAt: new Date(row.finishedAt).toISOString() }),
    ...(row.result === null ? {} : { result: JSON.parse(row.result) as unknown }),
  };
}

function changeOf(step: Step<unknown>, now: number): Partial<WorkRow> {
  if (!("end" in step)) {
    const { next, progress, message, result } = step;
    const found = result === undefined ? {} : { result: JSON.stringify(result) };
    return { status: "running", message: message ?? null, state: JSON.stringify(next), ...progress, ...found };
  }
  if (step.end === "failed") return { status: "failed", message: step.message, finishedAt: now };
  return { status: "succeeded", message: null, result: JSON.stringify(step.result), finishedAt: now, ...step.progress };
}
