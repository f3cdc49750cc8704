/** Reading the audit log: page by page, as one file, and checked from its first entry to its last. */
import { and, asc, desc, eq, gt, lt } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { cursorKey, cursorKeys, pageOf, type Page, type PageQuery } from "../../contracts/page.ts";
import { authorize, authorizeOperator, type Principal } from "../../contracts/principal.ts";
import { ok, type Result } from "../../contracts/result.ts";
import type { AuditAction, AuditEntry, AuditVerification } from "../../contracts/services/audit.ts";
import { headOf, type Ledger } from "./audit.ts";
import { emptyHead, follow, type Head } from "./domain/audit-chain.ts";
import { auditEntries } from "./schema.ts";
import { requireFresh, type Standing } from "./sessions.ts";

/** Rows read at once where all are read. */
const sliceRows = 500;

export interface AuditQuery extends PageQuery {
  action?: AuditAction | undefined;
  /** Id of a user or key. */
  actor?: string | undefined;
  /** Id of what it was done to. */
  target?: string | undefined;
}

/** Whose log: that of the caller's organisation, for its administrators, or that of the installation, for its operator. */
export type Log = "organisation" | "installation";

/** The id of the organisation whose log it is, which the installation has too; `forbidden` for who may not read it. */
function ownerOf(log: Log, principal: Principal): Result<string> {
  const allowed = log === "installation" ? authorizeOperator(principal) : authorize(principal, "organisation:admin");
  return allowed.ok ? ok(allowed.value.organisation) : allowed;
}

/** Entries of the log, newest first. */
export async function listAuditEntries(
  db: DrizzleD1Database,
  principal: Principal,
  log: Log,
  query: AuditQuery,
): Promise<Result<Page<AuditEntry>>> {
  const owner = ownerOf(log, principal);
  if (!owner.ok) return owner;
  const before = cursorKey(query.cursor, cursorKeys.position);
  if (!before.ok) return before;
  const rows = await db
    .select()
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.organisation, owner.value),
        before.value && lt(auditEntries.sequence, before.value[0]),
        query.action && eq(auditEntries.action, query.action),
        query.actor === undefined ? undefined : eq(auditEntries.actor, query.actor),
        query.target === undefined ? undefined : eq(auditEntries.target, query.target),
      ),
    )
    .orderBy(desc(auditEntries.sequence))
    .limit(query.limit + 1);
  return ok(pageOf(rows, query.limit, entryOf, ({ sequence }) => [sequence]));
}

/** All entries, oldest first, one JSON object a line. A person must have proved lately who they are. */
export async function exportAuditEntries(
  desk: Pick<Ledger, "db" | "sources">,
  standing: Standing,
  log: Log,
): Promise<Result<ReadableStream<Uint8Array>>> {
  const owner = ownerOf(log, standing.principal);
  if (!owner.ok) return owner;
  const proved = await requireFresh(desk, standing);
  if (!proved.ok) return proved;
  const slices = slicesOf(desk.db, owner.value);
  const encoder = new TextEncoder();
  return ok(
    new ReadableStream({
      async pull(controller) {
        const { value, done } = await slices.next();
        if (done) return controller.close();
        controller.enqueue(encoder.encode(value.map((entry) => `${JSON.stringify(entry)}\n`).join("")));
      },
    }),
  );
}

/**
 * Follows the whole chain. A tail that is missing shows because the head does not lead as far as the log says that it goes; who can write
 * the database could alter both, which an earlier head or export kept elsewhere, or the events `audit.recorded`, would still show.
 */
export async function verifyAuditLog(db: DrizzleD1Database, principal: Principal, log: Log): Promise<Result<AuditVerification>> {
  const owner = ownerOf(log, principal);
  if (!owner.ok) return owner;
  const stated = await headOf(db, owner.value);
  let reached: Head = emptyHead;
  for await (const slice of slicesOf(db, owner.value, stated.sequence)) {
    const { head, broken } = await follow(slice, reached);
    reached = head;
    if (broken) return ok({ entries: reached.sequence, head: visible(reached), intact: false, broken });
  }
  const whole = reached.sequence === stated.sequence && reached.hash === stated.hash;
  const broken = whole
    ? null
    : { sequence: reached.sequence + 1, what: reached.sequence < stated.sequence ? ("missing" as const) : ("head" as const) };
  return ok({ entries: reached.sequence, head: visible(reached), intact: whole, broken });
}

function visible(head: Head): AuditVerification["head"] {
  return head.sequence === 0 ? null : { sequence: head.sequence, hash: head.hash };
}

/** All entries in their order, some at a time. Without `upTo` those too that are written meanwhile. */
async function* slicesOf(db: DrizzleD1Database, organisation: string, upTo = Number.MAX_SAFE_INTEGER): AsyncGenerator<AuditEntry[], void> {
  for (let after = 0; after < upTo;) {
    const rows = await db
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.organisation, organisation), gt(auditEntries.sequence, after)))
      .orderBy(asc(auditEntries.sequence))
      .limit(Math.min(sliceRows, upTo - after));
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(entryOf);
    after = last.sequence;
  }
}

function entryOf(row: typeof auditEntries.$inferSelect): AuditEntry {
  const { organisation, sequence, at, action, actorKind, actor, target, details, previous, hash } = row;
  return { organisation, sequence, at: at.toISOString(), action, actor: { kind: actorKind, id: actor }, target, details, previous, hash };
}
