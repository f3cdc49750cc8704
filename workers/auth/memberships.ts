/** The organisations of a person, and going from one to another. */
import { and, asc, eq } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { sha256Hex } from "../../contracts/digest.ts";
import { authorizePerson, type Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { Membership } from "../../contracts/services/members.ts";
import type { Desk } from "./accounts/desk.ts";
import { admit, type Admission } from "./accounts/entering.ts";
import { actorOf, audited } from "./audit.ts";
import { newToken } from "./one-time-token.ts";
import { members, organisations, sessions } from "./schema.ts";
import type { Standing } from "./sessions.ts";

/** Where the person is a member, in the order in which they joined. */
export async function listMemberships(db: DrizzleD1Database, principal: Principal): Promise<Result<Membership[]>> {
  const allowed = authorizePerson(principal);
  if (!allowed.ok) return allowed;
  const rows = await db
    .select({ organisation: { id: organisations.id, name: organisations.name }, role: members.role })
    .from(members)
    .innerJoin(organisations, eq(organisations.id, members.organisation))
    .where(eq(members.userId, principal.id))
    .orderBy(asc(members.createdAt));
  return ok(rows.map((row) => ({ ...row, current: row.organisation.id === principal.organisation })));
}

/** The session acts in `organisation` from now on, under a new token: the old one, and what was cached of it, means nothing any more. */
export async function enterOrganisation(desk: Desk, { principal, token }: Standing, organisation: string): Promise<Result<Admission>> {
  const allowed = authorizePerson(principal);
  if (!allowed.ok) return allowed;
  if (organisation === principal.organisation && token !== undefined) return admit(desk, token);
  const { db, sources } = desk;
  const fresh = newToken(sources);
  const [before, after] = [await sha256Hex(token ?? ""), await sha256Hex(fresh)];
  const entered = await audited({ db, sources, organisation }, async (now) => {
    const [member] = await db
      .select({ role: members.role })
      .from(members)
      .where(and(eq(members.organisation, organisation), eq(members.userId, principal.id)));
    const [session] = await db
      .select({ id: sessions.id, method: sessions.method })
      .from(sessions)
      .where(and(eq(sessions.token, before), eq(sessions.userId, principal.id)));
    if (!member || !session) return err("not_found", `You have no organisation ${organisation}.`);
    const set = { token: after, organisation, updatedAt: new Date(now), lastSeenAt: new Date(now) };
    return ok({
      value: undefined,
      statements: [db.update(sessions).set(set).where(eq(sessions.id, session.id))],
      told: [
        {
          action: "session.started",
          actor: actorOf(principal),
          target: session.id,
          details: { method: session.method, from: principal.organisation },
        },
      ],
    });
  });
  return entered.ok ? admit(desk, fresh) : entered;
}
