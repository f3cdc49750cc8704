/** A new session of who has proved who they are, and what they are answered. */
import { and, eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { sha256Hex } from "../../../contracts/digest.ts";
import { newId } from "../../../contracts/ids.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import type { SignedIn } from "../../../contracts/services/auth.ts";
import type { SignInMethod } from "../../../contracts/services/sessions.ts";
import { audited, type Told } from "../audit.ts";
import { founding } from "../organisations.ts";
import { members, organisations, sessions, users } from "../schema.ts";
import { newSession, sweepSessions } from "../sessions.ts";
import type { Desk } from "./desk.ts";
import { firstOrganisation, ownName } from "./first-organisation.ts";

/** What the cookie and the body of a sign-in are made of. */
export interface Admission {
  token: string;
  signedIn: SignedIn;
}

/** What has to be true, and is written, with a new session. Asked again whenever another change to the log came first. */
export type Prelude = (now: number) => Promise<Result<{ statements: BatchItem<"sqlite">[]; told: Told[] }>>;

/**
 * A session of who has proved who they are, in the organisation that they joined first. Who belongs to none any more gets one of their own, as
 * whoever signs up does: without one there is nowhere to be.
 */
export async function beginSession(desk: Desk, userId: string, method: SignInMethod, prelude: Prelude): Promise<Result<Admission>> {
  const { db, sources } = desk;
  const joined = await firstOrganisation(db, userId);
  const organisation = joined ?? newId("organisation", sources);
  const session = await newSession(sources, { userId, organisation, method, userAgent: desk.userAgent });
  const begun = await audited({ db, sources, organisation }, async (now) => {
    const before = await prelude(now);
    if (!before.ok) return before;
    const { statements, told } = before.value;
    const home = joined === undefined ? founding({ db, organisation }, userId, await ownName(db, userId), now) : nothing;
    if (!home.ok) return home;
    return ok({
      value: undefined,
      statements: [...statements, ...home.value.statements, sweepSessions(db, now), db.insert(sessions).values(session.row)],
      told: [...home.value.told, ...told, startedBy(userId, session.row.id, method)],
      events: home.value.events ?? [],
    });
  });
  return begun.ok ? admit(desk, session.token) : begun;
}

const nothing = ok({ statements: [], told: [], events: [] });

/** What signing in answers for the session of `token`. */
export async function admit({ db }: Pick<Desk, "db">, token: string): Promise<Result<Admission>> {
  const [row] = await db
    .select({
      user: { id: users.id, email: users.email, name: users.name, emailVerified: users.emailVerified },
      organisation: { id: organisations.id, name: organisations.name },
      role: members.role,
      expiresAt: sessions.expiresAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(members, and(eq(members.userId, sessions.userId), eq(members.organisation, sessions.organisation)))
    .innerJoin(organisations, eq(organisations.id, sessions.organisation))
    .where(eq(sessions.token, await sha256Hex(token)));
  if (!row) return err("conflict", "The account changed while you signed in. Try again.");
  return ok({ token, signedIn: { ...row, expiresAt: row.expiresAt.toISOString() } });
}

/** What the log tells of a session that has begun. */
export function startedBy(userId: string, session: string, method: SignInMethod): Told {
  return { action: "session.started", actor: { kind: "user", id: userId }, target: session, details: { method } };
}
