/** Sessions: beginning one, listing and ending them, and whether their person has proved lately who they are. */
import { and, desc, eq, gt, lt, ne, or } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { sha256Hex } from "../../contracts/digest.ts";
import { newId, type Sources } from "../../contracts/ids.ts";
import { cursorKey, cursorKeys, pageOf, type Page, type PageQuery } from "../../contracts/page.ts";
import { authorizePerson, scopesOfRole, type Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { sessionPolicy, type SessionView, type SignInMethod } from "../../contracts/services/sessions.ts";
import { isRecent, unconfirmed } from "../kit/confirmation.ts";
import { actorOf, audited, type Ledger } from "./audit.ts";
import { newToken } from "./one-time-token.ts";
import { lacksFactor } from "./demands.ts";
import { members, organisations, sessions } from "./schema.ts";

/** Where a request stands: whose it is, and the token of the session that it comes with. */
export interface Standing {
  principal: Principal;
  token: string | undefined;
}

/** What a new session is made of. */
export interface Beginning {
  userId: string;
  organisation: string;
  method: SignInMethod;
  /** The caller's `User-Agent`. */
  userAgent: string;
}

/** A new session: its row, and its token, which is stored nowhere. */
export async function newSession(sources: Sources, { userAgent, ...rest }: Beginning) {
  const token = newToken(sources);
  const now = new Date(sources.now());
  const row: typeof sessions.$inferInsert = {
    ...rest,
    id: newId("session", sources),
    token: await sha256Hex(token),
    userAgent: userAgent.slice(0, 300),
    createdAt: now,
    updatedAt: now,
    lastSeenAt: now,
    authenticatedAt: now,
    expiresAt: new Date(now.getTime() + sessionPolicy.absoluteMs),
  };
  return { token, row };
}

/** Rows of sessions that live at `now`. */
function alive(now: number) {
  return and(gt(sessions.expiresAt, new Date(now)), gt(sessions.lastSeenAt, new Date(now - sessionPolicy.idleMs)));
}

/** Deletes all sessions that are over. */
export function sweepSessions(db: DrizzleD1Database, now: number): BatchItem<"sqlite"> {
  return db
    .delete(sessions)
    .where(or(lt(sessions.expiresAt, new Date(now)), lt(sessions.lastSeenAt, new Date(now - sessionPolicy.idleMs))));
}

/** Who acts in a session, and `touch`, present when it is time to note that it is used. */
export interface Acting {
  principal: Principal;
  touch?: () => Promise<unknown>;
}

/** Who acts in the session of `token`, with the role of this moment; `ofAll`: a second factor is demanded of everybody. Every failure is the same `unauthenticated`. */
export async function actingIn(db: DrizzleD1Database, token: string, now: number, ofAll: boolean): Promise<Result<Acting>> {
  const [row] = await db
    .select({
      id: sessions.id,
      user: sessions.userId,
      organisation: sessions.organisation,
      role: members.role,
      lastSeenAt: sessions.lastSeenAt,
      authenticatedAt: sessions.authenticatedAt,
      lacking: lacksFactor(ofAll),
    })
    .from(sessions)
    .innerJoin(members, and(eq(members.userId, sessions.userId), eq(members.organisation, sessions.organisation)))
    .innerJoin(organisations, eq(organisations.id, members.organisation))
    .where(and(eq(sessions.token, await sha256Hex(token)), alive(now)));
  if (!row) return err("unauthenticated", "This session is over. Sign in again.");
  const { user, organisation, role } = row;
  const scopes = row.lacking === 1 ? [] : [...scopesOfRole[role]];
  const principal: Principal = { kind: "user", id: user, organisation, role, scopes, authenticatedAt: row.authenticatedAt.getTime() };
  if (now - row.lastSeenAt.getTime() < sessionPolicy.seenEveryMs) return ok({ principal });
  const touch = async () =>
    db
      .update(sessions)
      .set({ lastSeenAt: new Date(now) })
      .where(eq(sessions.id, row.id));
  return ok({ principal, touch });
}

/** The person's sessions in all their organisations, the latest first. `token` is that of the one that asks. */
export async function listSessions(
  db: DrizzleD1Database,
  principal: Principal,
  token: string | undefined,
  { limit, cursor }: PageQuery,
  now: number,
): Promise<Result<Page<SessionView>>> {
  const allowed = authorizePerson(principal);
  if (!allowed.ok) return allowed;
  const from = cursorKey(cursor, cursorKeys.timeAndId);
  if (!from.ok) return from;
  const { createdAt, id } = sessions;
  const after = from.value && or(lt(createdAt, from.value[0]), and(eq(createdAt, from.value[0]), lt(id, from.value[1])));
  const digest = token === undefined ? undefined : await sha256Hex(token);
  const rows = await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, principal.id), alive(now), after))
    .orderBy(desc(createdAt), desc(sessions.id))
    .limit(limit + 1);
  const view = (row: (typeof rows)[number]): SessionView => ({
    id: row.id,
    organisation: row.organisation,
    method: row.method,
    userAgent: row.userAgent ?? "",
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    current: row.token === digest,
  });
  return ok(pageOf(rows, limit, view, (row) => [row.createdAt.getTime(), row.id]));
}

/** Ends one of the person's own sessions; wants a recent proof of who they are, since whoever stole a session could shut its owner out. */
export async function revokeSession(ledger: Ledger, { principal, token }: Standing, id: string): Promise<Result<void>> {
  const { db, sources } = ledger;
  const recent = await requireRecent(db, principal, token, sources.now());
  if (!recent.ok) return recent;
  const own = and(eq(sessions.id, id), eq(sessions.userId, principal.id));
  return audited(ledger, async () => {
    const [row] = await db.select({ id: sessions.id }).from(sessions).where(own);
    if (!row) return err("not_found", `You have no session ${id}.`);
    return ok({
      value: undefined,
      statements: [db.delete(sessions).where(own)],
      told: [{ action: "session.revoked", actor: actorOf(principal), target: id }],
    });
  });
}

/** Ends all of the person's sessions but the one that asks; answers how many. Wants a recent proof. */
export async function revokeOtherSessions(ledger: Ledger, { principal, token }: Standing): Promise<Result<{ revoked: number }>> {
  const { db, sources } = ledger;
  const recent = await requireRecent(db, principal, token, sources.now());
  if (!recent.ok) return recent;
  const others = await othersOf(principal.id, token);
  return audited(ledger, async () => {
    const rows = await db.select({ id: sessions.id }).from(sessions).where(others);
    if (rows.length === 0) return ok({ value: { revoked: 0 }, statements: [], told: [] });
    return ok({
      value: { revoked: rows.length },
      statements: [db.delete(sessions).where(others)],
      told: [{ action: "session.revoked", actor: actorOf(principal), details: { sessions: rows.map(({ id }) => id) } }],
    });
  });
}

/** The sessions of a person other than that of `token`. */
export async function othersOf(userId: string, token: string | undefined) {
  return and(eq(sessions.userId, userId), token === undefined ? undefined : ne(sessions.token, await sha256Hex(token)));
}

/** Succeeds when the person of the session with `token` has proved within ten minutes who they are; else `confirmation_required`. */
export async function requireRecent(
  db: DrizzleD1Database,
  principal: Principal,
  token: string | undefined,
  now: number,
): Promise<Result<void>> {
  const allowed = authorizePerson(principal);
  if (!allowed.ok) return allowed;
  const [row] =
    token === undefined
      ? []
      : await db
          .select({ at: sessions.authenticatedAt })
          .from(sessions)
          .where(and(eq(sessions.token, await sha256Hex(token)), eq(sessions.userId, principal.id)));
  return row && isRecent(row.at.getTime(), now) ? ok(undefined) : unconfirmed;
}

/**
 * The same of a person, before they change who gets in: keys, members, roles, invitations. A key has no session and nobody behind it to ask;
 * what it may change is bounded by its permissions, and whoever made it had proved who they are.
 */
export async function requireFresh({ db, sources }: Pick<Ledger, "db" | "sources">, { principal, token }: Standing): Promise<Result<void>> {
  return principal.kind === "user" ? requireRecent(db, principal, token, sources.now()) : ok(undefined);
}
