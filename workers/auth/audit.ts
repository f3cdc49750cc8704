/** Writing the audit log: a change and the entries that tell of it are one batch, or neither happens. */
import { eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { EventEnvelope } from "../../contracts/events/index.ts";
import type { Sources } from "../../contracts/ids.ts";
import type { Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { AuditAction, AuditEntry } from "../../contracts/services/audit.ts";
import { faultOfErasure } from "../kit/erasure.ts";
import { outboxInserts } from "../kit/outbox.ts";
import { chained, emptyHead, type Head } from "./domain/audit-chain.ts";
import { auditRecorded } from "./events.ts";
import { auditEntries, auditHeads } from "./schema.ts";

/** Batches lost to others at the same moment before we give up. */
const maxTurns = 30;

/** What an entry tells, beside its place in the log. */
export interface Told {
  action: AuditAction;
  actor: AuditEntry["actor"];
  target?: string | undefined;
  details?: AuditEntry["details"];
}

/** A decision: what to answer, what to write, and what the log tells of it. */
export interface Decided<Value> {
  value: Value;
  statements: BatchItem<"sqlite">[];
  told: Told[];
  events?: EventEnvelope[];
}

export interface Ledger {
  db: DrizzleD1Database;
  sources: Sources;
  organisation: string;
}

/**
 * Decides and commits: rows, log entries and events in one batch. Should another write to the same log come first, everything is decided
 * again on what it left, so that whatever `decide` has read still holds when it is committed (optimistic locking, one lock an organisation).
 */
export function audited<Value>(
  ledger: Ledger,
  decide: (now: number) => Promise<Result<Decided<Value>>> | Result<Decided<Value>>,
): Promise<Result<Value>> {
  return onHead(ledger, async (head, now) => {
    const decided = await decide(now);
    if (!decided.ok) return decided;
    const { value, statements, told, events = [] } = decided.value;
    const written = await entryInserts(ledger, head, told, now);
    if (!written.ok) return written;
    const leaving = outboxInserts(ledger.db, events);
    if (!leaving.ok) return leaving;
    const [first, ...rest] = [...statements, ...written.value, ...leaving.value];
    if (first) await ledger.db.batch([first, ...rest]);
    return ok(value);
  });
}

/** Does `work`, which writes entries after `head`, and does it again on the new head when another was first. */
export async function onHead<Value>(
  { db, sources, organisation }: Ledger,
  work: (head: Head, now: number) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  for (let turn = 0; turn < maxTurns; turn++) {
    const head = await headOf(db, organisation);
    try {
      return await work(head, sources.now());
    } catch (cause) {
      if (isOvertaken(cause)) continue;
      const refusal = faultOfErasure(cause);
      if (refusal) return refusal;
      throw cause;
    }
  }
  return err("overloaded", "Too many changes to this organisation at once. Try again.", { retryAfter: 1 });
}

/** The newest entry of an organisation's log. */
export async function headOf(db: DrizzleD1Database, organisation: string): Promise<Head> {
  const [head] = await db
    .select({ sequence: auditHeads.sequence, hash: auditHeads.hash })
    .from(auditHeads)
    .where(eq(auditHeads.organisation, organisation));
  return head ?? emptyHead;
}

/** Inserts of the entries after `head`, the new head, and their events, for the batch of what they tell. */
export async function entryInserts(
  { db, organisation }: Pick<Ledger, "db" | "organisation">,
  head: Head,
  told: readonly Told[],
  now: number,
): Promise<Result<BatchItem<"sqlite">[]>> {
  const statements: BatchItem<"sqlite">[] = [];
  const events: EventEnvelope[] = [];
  let latest = head;
  for (const { action, actor, target = null, details = {} } of told) {
    const sequence = latest.sequence + 1;
    const at = new Date(now);
    const entry = await chained({ organisation, sequence, at: at.toISOString(), action, actor, target, details }, latest);
    const { previous, hash } = entry;
    const row = { organisation, sequence, at, action, actorKind: actor.kind, actor: actor.id, target, details, previous, hash };
    statements.push(db.insert(auditEntries).values(row));
    events.push(auditRecorded(entry, now));
    latest = entry;
  }
  if (latest === head) return ok([]);
  const { sequence, hash } = latest;
  const upsert = db
    .insert(auditHeads)
    .values({ organisation, sequence, hash })
    .onConflictDoUpdate({ target: auditHeads.organisation, set: { sequence, hash } });
  const leaving = outboxInserts(db, events);
  return leaving.ok ? ok([...statements, upsert, ...leaving.value]) : leaving;
}

/** The principal as an entry names it. */
export function actorOf({ kind, id }: Pick<Principal, "kind" | "id">): AuditEntry["actor"] {
  return { kind, id };
}

/** True when another batch took the next place of the log first. */
function isOvertaken(failure: unknown): boolean {
  for (let cause = failure; cause instanceof Error; cause = cause.cause)
    if (cause.message.includes("UNIQUE") && cause.message.includes("audit_entries.")) return true;
  return false;
}
