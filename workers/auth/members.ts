/** The people of an organisation: who they are, their roles, and how they leave. */
import { and, asc, count, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { EventEnvelope } from "../../contracts/events/index.ts";
import { cursorKey, cursorKeys, pageOf, type Page, type PageQuery } from "../../contracts/page.ts";
import { authorize, authorizeOwner, authorizePerson, type Principal, type Role } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { mayAssign, type Member } from "../../contracts/services/members.ts";
import { actorOf, audited, type Ledger } from "./audit.ts";
import { apiKeyRevoked } from "./events.ts";
import { changedSince } from "./organisations.ts";
import { apiKeys, members, sessions, users } from "./schema.ts";
import { requireFresh, type Standing } from "./sessions.ts";

const absent = (userId: string) => err("not_found", `There is no member ${userId} in your organisation.`);
const lastOwner = err("conflict", "This is the last owner. Make somebody else an owner first.");
const ownersOnly = err("forbidden", "Only an owner, signed in as a person, may make owners or take an owner's role away.");

const memberColumns = {
  userId: users.id,
  version: members.version,
  name: users.name,
  email: users.email,
  role: members.role,
  joinedAt: members.createdAt,
};

/** The organisation's members, in the order in which they joined. */
export async function listMembers(
  db: DrizzleD1Database,
  principal: Principal,
  { limit, cursor }: PageQuery,
): Promise<Result<Page<Member>>> {
  const allowed = authorize(principal, "organisation:read");
  if (!allowed.ok) return allowed;
  const from = cursorKey(cursor, cursorKeys.timeAndId);
  if (!from.ok) return from;
  const { createdAt, userId } = members;
  const after = from.value && or(gt(createdAt, from.value[0]), and(eq(createdAt, from.value[0]), gt(userId, from.value[1])));
  const rows = await db
    .select(memberColumns)
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.organisation, principal.organisation), after))
    .orderBy(asc(createdAt), asc(userId))
    .limit(limit + 1);
  const view = (row: (typeof rows)[number]) => ({ ...row, joinedAt: row.joinedAt.toISOString() });
  return ok(pageOf(rows, limit, view, (row) => [row.joinedAt.getTime(), row.userId]));
}

/** Gives a member another role. Administrators rule over everybody but owners; the last owner stays one. `precondition_failed` when the member is not at the `expected` version. */
export async function changeRole(
  ledger: Ledger,
  standing: Standing,
  userId: string,
  role: Role,
  expected?: number,
): Promise<Result<Member>> {
  const { principal } = standing;
  const allowed = authorize(principal, "organisation:admin");
  if (!allowed.ok) return allowed;
  const proved = await requireFresh(ledger, standing);
  if (!proved.ok) return proved;
  return audited(ledger, async () => {
    const member = await memberOf(ledger, userId);
    if (!member) return absent(userId);
    if (expected !== undefined && expected !== member.version)
      return changedSince(`The member, who has the role ${member.role},`, member.version);
    if (member.role === role) return ok({ value: member, statements: [], told: [] });
    const ruled = mayRule(principal, [member.role, role]);
    if (!ruled.ok) return ruled;
    if (member.role === "owner" && (await ownersOf(ledger)) < 2) return lastOwner;
    const told = {
      action: "member.role-changed" as const,
      actor: actorOf(principal),
      target: userId,
      details: { from: member.role, to: role },
    };
    return ok({ value: { ...member, version: member.version + 1, role }, statements: [setRole(ledger, userId, role)], told: [told] });
  });
}

/** Makes a member an owner and the caller, who was one, an administrator. */
export async function transferOwnership(ledger: Ledger, standing: Standing, userId: string): Promise<Result<Member>> {
  const { principal } = standing;
  const allowed = authorizeOwner(principal, "organisation:admin");
  if (!allowed.ok) return allowed;
  const proved = await requireFresh(ledger, standing);
  if (!proved.ok) return proved;
  if (userId === principal.id) return err("conflict", "You own this organisation already.");
  return audited(ledger, async () => {
    const [member, self] = [await memberOf(ledger, userId), await memberOf(ledger, principal.id)];
    if (!member) return absent(userId);
    if (self?.role !== "owner") return ownersOnly;
    const told = {
      action: "ownership.transferred" as const,
      actor: actorOf(principal),
      target: userId,
      details: { from: principal.id, was: member.role },
    };
    const statements = [setRole(ledger, userId, "owner"), setRole(ledger, principal.id, "admin")];
    return ok({ value: { ...member, version: member.version + 1, role: "owner" as const }, statements, told: [told] });
  });
}

/** Puts a member out: their sessions in this organisation end, their keys are revoked. */
export async function removeMember(ledger: Ledger, standing: Standing, userId: string): Promise<Result<Member>> {
  const { principal } = standing;
  const allowed = authorize(principal, "organisation:admin");
  if (!allowed.ok) return allowed;
  const proved = await requireFresh(ledger, standing);
  if (!proved.ok) return proved;
  if (userId === principal.id) return err("conflict", "You cannot put yourself out. Leave the organisation instead.");
  return audited(ledger, async (now) => {
    const member = await memberOf(ledger, userId);
    if (!member) return absent(userId);
    const ruled = mayRule(principal, [member.role]);
    if (!ruled.ok) return ruled;
    if (member.role === "owner" && (await ownersOf(ledger)) < 2) return lastOwner;
    const told = { action: "member.removed" as const, actor: actorOf(principal), target: userId, details: { role: member.role } };
    return ok({ value: member, ...(await departure(ledger, userId, principal.id, now)), told: [told] });
  });
}

/** Ends the sessions of a member in this organisation; they can sign in again. */
export async function endMemberSessions(ledger: Ledger, standing: Standing, userId: string): Promise<Result<{ revoked: number }>> {
  const { principal } = standing;
  const allowed = authorize(principal, "organisation:admin");
  if (!allowed.ok) return allowed;
  const proved = await requireFresh(ledger, standing);
  if (!proved.ok) return proved;
  if (userId === principal.id) return err("conflict", "These are your own sessions. End them in your account.");
  const { db, organisation } = ledger;
  const theirs = and(eq(sessions.organisation, organisation), eq(sessions.userId, userId));
  return audited(ledger, async () => {
    const member = await memberOf(ledger, userId);
    if (!member) return absent(userId);
    const ruled = mayRule(principal, [member.role]);
    if (!ruled.ok) return ruled;
    const rows = await db.select({ id: sessions.id }).from(sessions).where(theirs);
    const told = {
      action: "session.revoked" as const,
      actor: actorOf(principal),
      target: userId,
      details: { sessions: rows.map(({ id }) => id) },
    };
    return ok({ value: { revoked: rows.length }, statements: [db.delete(sessions).where(theirs)], told: [told] });
  });
}

/** The caller leaves the organisation of their session, which `organisation` has to name. The last owner cannot. */
export async function leave(ledger: Ledger, principal: Principal, organisation: string): Promise<Result<void>> {
  const allowed = authorizePerson(principal);
  if (!allowed.ok) return allowed;
  if (organisation !== principal.organisation)
    return err("conflict", "This is not the organisation that you are in. Name the one to leave.");
  return audited(ledger, async (now) => {
    const member = await memberOf(ledger, principal.id);
    if (!member) return absent(principal.id);
    if (member.role === "owner" && (await ownersOf(ledger)) < 2) return lastOwner;
    const told = { action: "member.left" as const, actor: actorOf(principal), target: principal.id, details: { role: member.role } };
    return ok({ value: undefined, ...(await departure(ledger, principal.id, principal.id, now)), told: [told] });
  });
}

/** Whether the caller may give and take all of these roles. */
function mayRule(principal: Principal, affected: readonly Role[]): Result<void> {
  const needsOwner = affected.includes("owner");
  if (needsOwner && !authorizeOwner(principal, "organisation:admin").ok) return ownersOnly;
  return affected.every((role) => mayAssign(principal.role, role)) ? ok(undefined) : ownersOnly;
}

async function memberOf({ db, organisation }: Ledger, userId: string): Promise<Member | undefined> {
  const [row] = await db
    .select(memberColumns)
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.organisation, organisation), eq(members.userId, userId)));
  return row && { ...row, joinedAt: row.joinedAt.toISOString() };
}

async function ownersOf({ db, organisation }: Ledger): Promise<number> {
  const [row] = await db
    .select({ owners: count() })
    .from(members)
    .where(and(eq(members.organisation, organisation), eq(members.role, "owner")));
  return row?.owners ?? 0;
}

function setRole({ db, organisation }: Ledger, userId: string, role: Role): BatchItem<"sqlite"> {
  return db
    .update(members)
    .set({ role, version: sql`version + 1` })
    .where(and(eq(members.organisation, organisation), eq(members.userId, userId)));
}

/** Everything that ends with a membership. A key would be dead without its owner anyway; revoked it stays dead when they come back. */
async function departure(
  { db, organisation }: Ledger,
  userId: string,
  by: string,
  now: number,
): Promise<{ statements: BatchItem<"sqlite">[]; events: EventEnvelope[] }> {
  const theirKeys = and(eq(apiKeys.organisation, organisation), eq(apiKeys.owner, userId), isNull(apiKeys.revokedAt));
  const keys = await db.select({ id: apiKeys.id }).from(apiKeys).where(theirKeys);
  return {
    statements: [
      db.delete(members).where(and(eq(members.organisation, organisation), eq(members.userId, userId))),
      db.delete(sessions).where(and(eq(sessions.organisation, organisation), eq(sessions.userId, userId))),
      db
        .update(apiKeys)
        .set({ revokedAt: new Date(now) })
        .where(theirKeys),
    ],
    events: keys.map(({ id }) => apiKeyRevoked({ key: id, organisation, revokedBy: by, now })),
  };
}
