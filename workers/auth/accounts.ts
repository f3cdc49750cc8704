/** Signing up, in and out, and who a session belongs to. */
import { and, asc, eq, gt, lt } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { sha256Hex } from "../../contracts/digest.ts";
import { newId, type Sources } from "../../contracts/ids.ts";
import { scopesOfRole, type Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { Me, SignedIn, SignIn, SignUp } from "../../contracts/services/auth.ts";
import { outboxInserts } from "../kit/outbox.ts";
import { ownerOf } from "./api-keys.ts";
import { claimAttempt, forgetAttempts } from "./attempts.ts";
import { normaliseEmail } from "./domain/email.ts";
import { acceptPassword, normalisePassword } from "./domain/password.ts";
import { enter, register, type Entered } from "./engine/engine.ts";
import { organisationCreated, userSignedUp } from "./events.ts";
import { members, organisations, sessions, users } from "./schema.ts";

export interface Desk {
  db: DrizzleD1Database;
  sources: Sources;
  /** The caller's `User-Agent`. */
  userAgent: string;
}

/** What the cookie and the body of a sign-in are made of. */
export interface Admission {
  token: string;
  signedIn: SignedIn;
}

/**
 * A person, their organisation with them as its owner, their first session and both events: all of it or nothing.
 * `conflict` when the address has an account, `invalid_input` for an address or password that is not taken.
 */
export async function signUp(desk: Desk, input: SignUp): Promise<Result<Admission>> {
  const { db, sources } = desk;
  const email = normaliseEmail(input.email);
  if (!email.ok) return email;
  const password = acceptPassword(input.password, email.value);
  if (!password.ok) return password;
  const [now, userId, organisation] = [sources.now(), newId("user", sources), newId("organisation", sources)];
  const createdAt = new Date(now);
  const events = outboxInserts(db, [
    organisationCreated({ organisation, owner: userId, now }),
    userSignedUp({ user: userId, organisation, role: "owner", now }),
  ]);
  if (!events.ok) return events;
  const alongside = [
    db.insert(organisations).values({ id: organisation, name: input.organisationName, createdAt }),
    db.insert(members).values({ organisation, userId, role: "owner", createdAt }),
    ...events.value,
  ];
  const parts = { ...desk, organisationOf: async () => organisation };
  const entered = await register(parts, { userId, email: email.value, password: password.value, name: input.name, alongside });
  return entered.ok ? admit(desk, entered.value) : entered;
}

/** A session for the right password. `rate_limited` while the account's guesses are used up, whoever asks. */
export async function signIn(desk: Desk, input: SignIn): Promise<Result<Admission>> {
  const { db, sources } = desk;
  const email = normaliseEmail(input.email);
  if (!email.ok) return email;
  const claimed = await claimAttempt(db, email.value, sources.now());
  if (!claimed.ok) return claimed;
  const parts = { ...desk, organisationOf: async (userId: string) => firstOrganisation(db, userId) };
  const entered = await enter(parts, email.value, normalisePassword(input.password));
  if (!entered.ok) return entered;
  await forgetAttempts(db, email.value);
  await db.delete(sessions).where(lt(sessions.expiresAt, new Date(sources.now())));
  return admit(desk, entered.value);
}

/** Ends the session of `token`; one that is not there is ended already. */
export async function signOut(db: DrizzleD1Database, token: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.token, await sha256Hex(token)));
}

/** Who acts in the session of `token`, with the role of this moment. Every failure is the same `unauthenticated`. */
export async function principalOfSession(db: DrizzleD1Database, token: string, now: number): Promise<Result<Principal>> {
  const [row] = await db
    .select({ user: sessions.userId, organisation: sessions.organisation, role: members.role })
    .from(sessions)
    .innerJoin(members, and(eq(members.userId, sessions.userId), eq(members.organisation, sessions.organisation)))
    .where(and(eq(sessions.token, await sha256Hex(token)), gt(sessions.expiresAt, new Date(now))));
  if (!row) return err("unauthenticated", "This session is over. Sign in again.");
  return ok({ kind: "user", id: row.user, organisation: row.organisation, role: row.role, scopes: [...scopesOfRole[row.role]] });
}

/** The person and organisation behind `principal`. */
export async function me(db: DrizzleD1Database, principal: Principal): Promise<Result<Me>> {
  const person = await ownerOf(db, principal);
  const [row] = await db
    .select({
      user: { id: users.id, email: users.email, name: users.name },
      organisation: { id: organisations.id, name: organisations.name },
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .innerJoin(organisations, eq(organisations.id, members.organisation))
    .where(and(eq(members.organisation, principal.organisation), eq(members.userId, person ?? "")));
  return row ? ok({ principal, ...row }) : err("not_found", "There is no person behind this principal.");
}

async function admit({ db }: Desk, { token, userId }: Entered): Promise<Result<Admission>> {
  const [row] = await db
    .select({
      user: { id: users.id, email: users.email, name: users.name },
      organisation: { id: organisations.id, name: organisations.name },
      role: members.role,
      expiresAt: sessions.expiresAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(members, and(eq(members.userId, sessions.userId), eq(members.organisation, sessions.organisation)))
    .innerJoin(organisations, eq(organisations.id, sessions.organisation))
    .where(and(eq(sessions.token, await sha256Hex(token)), eq(users.id, userId)));
  if (!row) return err("conflict", "The account changed while you signed in. Try again.");
  return ok({ token, signedIn: { ...row, expiresAt: row.expiresAt.toISOString() } });
}

async function firstOrganisation(db: DrizzleD1Database, userId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ id: members.organisation })
    .from(members)
    .where(eq(members.userId, userId))
    .orderBy(asc(members.createdAt))
    .limit(1);
  return row?.id;
}
