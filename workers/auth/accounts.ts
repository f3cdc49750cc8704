/** Signing up, in and out, and who is behind a principal. */
import { and, asc, eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { sha256Hex } from "../../contracts/digest.ts";
import { installation } from "../../contracts/events/ai-models.ts";
import { newId, type Sources } from "../../contracts/ids.ts";
import { principalSchema, type Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { Me, SignedIn, SignIn, SignUp } from "../../contracts/services/auth.ts";
import type { CheckMail } from "../../contracts/services/mail.ts";
import type { SignInMethod } from "../../contracts/services/sessions.ts";
import { ownerOf } from "./api-keys.ts";
import { claimAttempt, forgetAttempts } from "./attempts.ts";
import { audited, type Told } from "./audit.ts";
import { normaliseEmail } from "./domain/email.ts";
import { acceptPassword, normalisePassword } from "./domain/password.ts";
import { knownLetter, signUpLetter } from "./domain/letters.ts";
import { lacksFactor } from "./demands.ts";
import { userSignedUp } from "./events.ts";
import { joining, openByToken } from "./invitations.ts";
import { founding } from "./organisations.ts";
import { linkOver, newLink, openLink, usedLink } from "./links.ts";
import type { Mailer } from "./mailer.ts";
import { hashPassword, saltBytes, verifyPassword } from "./password-hash.ts";
import { checkPassword, credential } from "./passwords.ts";
import { countRefusal } from "./refusals.ts";
import { accounts, members, organisations, sessions, users, type PendingSignUp } from "./schema.ts";
import { newSession, sweepSessions } from "./sessions.ts";

export interface Desk {
  db: DrizzleD1Database;
  sources: Sources;
  /** The caller's `User-Agent`. */
  userAgent: string;
  /** Does something after the answer has gone, so that the time it takes tells nothing. */
  later(work: () => Promise<unknown>): void;
  /** Hands e-mails and events on that have just been written. */
  dispatch(): Promise<unknown>;
  /** How this installation sends e-mail, if it does. */
  mailer: Result<Mailer | undefined>;
}

/** What the cookie and the body of a sign-in are made of. */
export interface Admission {
  token: string;
  signedIn: SignedIn;
}

const wrong = err("unauthenticated", "The address or the password is wrong.");

/** What signing up comes to: a session at once, or an e-mail that has to be opened first. */
export type Arrival = { admission: Admission } | { checkMail: CheckMail };

/**
 * A person, their organisation with them as its owner (or the membership that an invitation gives), their first session and what tells of
 * it: all of it or nothing. `invalid_input` for an address or password that is not taken. Where e-mail is sent, the answer is the same
 * whether or not the address has an account, after the same work, and the e-mail says which; without e-mail a known address is a `conflict`.
 */
export async function signUp(desk: Desk, input: SignUp): Promise<Result<Arrival>> {
  const { sources, mailer } = desk;
  const email = normaliseEmail(input.email);
  if (!email.ok) return email;
  const password = acceptPassword(input.password, email.value, "password", [input.name, input.organisationName ?? ""]);
  if (!password.ok) return password;
  if (!mailer.ok) return mailer;
  const hash = await hashPassword(password.value, sources.randomBytes(saltBytes));
  const { name, organisationName = "", invitation } = input;
  if (mailer.value && invitation === undefined) {
    const { value: post } = mailer;
    desk.later(() => askToConfirm(desk, post, email.value, { name, hash, organisationName }));
    return ok({ checkMail: { status: "check-mail" } });
  }
  // The token of an invitation was sent to the address, where e-mail is sent at all.
  const registration = { email: email.value, emailVerified: mailer.value !== undefined, hash, name };
  const home = invitation === undefined ? { organisationName } : { invitation };
  const registered = await register(desk, { ...registration, home });
  return registered.ok ? ok({ admission: registered.value }) : registered;
}

async function askToConfirm(desk: Desk, { mail, site }: Mailer, email: string, data: PendingSignUp): Promise<void> {
  const { db, sources } = desk;
  if (!(await claimAttempt(db, `mail:sign-up:${email}`, sources.now())).ok) return;
  const [known] = await db.select({ id: users.id }).from(users).where(eq(users.email, email));
  const { token, statements } = await newLink(db, sources, { purpose: "sign-up", email, data });
  const [first, ...rest] = known
    ? await mail(email, knownLetter(site))
    : [...(await mail(email, signUpLetter(site, token))), ...statements];
  if (first) await db.batch([first, ...rest]);
  await desk.dispatch();
}

/**
 * Makes the account that the link of an e-mail stands for. The password is asked for again: whoever signs up with somebody else's address
 * must not get an account by that person's opening the link.
 */
export async function confirmSignUp(desk: Desk, input: { token: string; password: string }): Promise<Result<Admission>> {
  const { db, sources } = desk;
  const link = await openLink(db, "sign-up", input.token, sources.now());
  if (!link?.data) return linkOver;
  const claimed = await claimAttempt(db, `sign-up:${link.digest}`, sources.now());
  if (!claimed.ok) return claimed;
  const { hash, name, organisationName } = link.data;
  if (!(await verifyPassword(normalisePassword(input.password), hash)))
    return err("unauthenticated", "This is not the password that was chosen.");
  const alongside = [usedLink(db, link)];
  return register(desk, { email: link.email, emailVerified: true, hash, name, home: { organisationName }, alongside });
}

/** Where a new person belongs: in an organisation of their own, or in the one that invited them. */
export type Home = { organisationName: string } | { invitation: string };

export interface Registration {
  /** Normalised. */
  email: string;
  emailVerified: boolean;
  /** Of the password, as it is stored; absent for who signs in elsewhere. */
  hash?: string;
  name: string;
  home: Home;
  alongside?: readonly BatchItem<"sqlite">[];
  /** Rows that need the person to be there. */
  after?: readonly BatchItem<"sqlite">[];
  /** What else the log tells of it. */
  told?: readonly Told[];
  userId?: string;
  method?: SignInMethod;
}

/** Makes the account and signs it in. `conflict` when the address has one, which nobody learns by an invitation that is not theirs. */
async function register(desk: Desk, registration: Registration): Promise<Result<Admission>> {
  const taken = err("conflict", "There is an account with this address. Sign in instead.");
  const { home, email } = registration;
  if ("invitation" in home && (await openByToken(desk.db, home.invitation, desk.sources.now()))?.email !== email) return notInvited;
  const [known] = await desk.db.select({ id: users.id }).from(users).where(eq(users.email, email));
  if (known) return taken;
  try {
    return await settle(desk, registration);
  } catch (failure) {
    // Two sign-ups at once: both saw no account, and the batch of the second broke on the unique column.
    for (let cause = failure; cause instanceof Error; cause = cause.cause) if (cause.message.includes("users.email")) return taken;
    throw failure;
  }
}

const notInvited = err("not_found", "This invitation is not open, or is for another address.");

/** Makes the account, as `register` does; throws when the address was taken meanwhile. */
export async function settle(desk: Desk, registration: Registration): Promise<Result<Admission>> {
  const { email, emailVerified, hash, name, home, alongside = [], after = [], told = [], method = "password" } = registration;
  const { db, sources } = desk;
  const userId = registration.userId ?? newId("user", sources);
  const invited = "invitation" in home ? await openByToken(db, home.invitation, sources.now()) : undefined;
  if ("invitation" in home && invited?.email !== email) return notInvited;
  const organisation = invited?.organisation ?? newId("organisation", sources);
  const ledger = { db, sources, organisation };
  const session = await newSession(sources, { userId, organisation, method, userAgent: desk.userAgent });
  const made = await audited(ledger, async (now) => {
    const arrival =
      "invitation" in home ? await joining(ledger, home.invitation, userId, now) : founding(ledger, userId, home.organisationName, now);
    if (!arrival.ok) return arrival;
    const at = { createdAt: new Date(now), updatedAt: new Date(now) };
    const person = [
      db.insert(users).values({ id: userId, name, email, emailVerified, ...at }),
      ...(hash === undefined
        ? []
        : [
            db
              .insert(accounts)
              .values({ id: crypto.randomUUID(), accountId: userId, providerId: credential, userId, password: hash, ...at }),
          ]),
    ];
    const role = "invitation" in home ? (invited?.role ?? "viewer") : "owner";
    return ok({
      value: undefined,
      statements: [...alongside, ...person, ...after, ...arrival.value.statements, db.insert(sessions).values(session.row)],
      told: [...arrival.value.told, ...told, startedBy(userId, session.row.id, method)],
      events: [...(arrival.value.events ?? []), userSignedUp({ user: userId, organisation, role, now })],
    });
  });
  return made.ok ? admit(desk, session.token) : made;
}

function startedBy(userId: string, session: string, method: SignInMethod): Told {
  return { action: "session.started", actor: { kind: "user", id: userId }, target: session, details: { method } };
}

/** Whose password it is. `rate_limited` while the account's guesses are used up, whoever asks. */
export async function provePassword(desk: Desk, input: SignIn): Promise<Result<{ userId: string; rehash: BatchItem<"sqlite">[] }>> {
  const { db, sources } = desk;
  const email = normaliseEmail(input.email);
  if (!email.ok) return email;
  const claimed = await claimAttempt(db, email.value, sources.now());
  if (!claimed.ok) return claimed;
  const known = await checkPassword(db, sources, email.value, normalisePassword(input.password));
  if (!known?.right) {
    desk.later(() => tellRefusal(desk, known?.userId, "password"));
    return wrong;
  }
  await forgetAttempts(db, email.value);
  return ok({ userId: known.userId, rehash: known.rehash ? [known.rehash] : [] });
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

/** What an organisation is called that nobody has named. */
async function ownName(db: DrizzleD1Database, userId: string): Promise<string> {
  const [user] = await db.select({ name: users.name }).from(users).where(eq(users.id, userId));
  return `${user?.name ?? "Founder"}'s company`.slice(0, 100);
}

/** Ends the session of `token`; one that is not there is ended already. */
export async function signOut({ db, sources }: Pick<Desk, "db" | "sources">, token: string): Promise<void> {
  const own = eq(sessions.token, await sha256Hex(token));
  const [row] = await db
    .select({ id: sessions.id, userId: sessions.userId, organisation: sessions.organisation })
    .from(sessions)
    .where(own);
  if (!row) return;
  const actor = { kind: "user" as const, id: row.userId };
  const ended = await audited({ db, sources, organisation: row.organisation }, () =>
    ok({ value: undefined, statements: [db.delete(sessions).where(own)], told: [{ action: "session.ended", actor, target: row.id }] }),
  );
  // Whatever becomes of the log: who signs out is out.
  if (!ended.ok) await db.delete(sessions).where(own);
}

/** The person and organisation behind `principal`; `ofAll`: a second factor is demanded of everybody. */
export async function me(db: DrizzleD1Database, principal: Principal, ofAll: boolean): Promise<Result<Me>> {
  if (principal.kind === "service") return serviceSelf(db, principal);
  const person = await ownerOf(db, principal);
  const [row] = await db
    .select({
      user: { id: users.id, email: users.email, name: users.name, emailVerified: users.emailVerified },
      organisation: { id: organisations.id, name: organisations.name },
      lacking: lacksFactor(ofAll),
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .innerJoin(organisations, eq(organisations.id, members.organisation))
    .where(and(eq(members.organisation, principal.organisation), eq(members.userId, person ?? "")));
  if (!row) return err("not_found", "There is no person behind this principal.");
  const { lacking, ...rest } = row;
  return ok({ principal: principalSchema.parse(principal), ...rest, secondFactorWanted: lacking === 1 });
}

async function serviceSelf(db: DrizzleD1Database, principal: Principal): Promise<Result<Me>> {
  const { id, name } = organisations;
  const [organisation] = await db.select({ id, name }).from(organisations).where(eq(id, principal.organisation));
  return organisation
    ? ok({ principal, organisation, user: null, secondFactorWanted: false })
    : err("not_found", "The organisation is not there any more.");
}

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

/**
 * Writes down a wrong password or code in the log of the organisation in which it would have been a sign-in. One with an address that has no account is
 * counted for the installation's own log: were there nothing to write, the next answer would come sooner and tell.
 */
export async function tellRefusal({ db, sources }: Desk, userId: string | undefined, method: "password" | "code"): Promise<void> {
  if (userId === undefined) return countRefusal(db, method, sources.now());
  const organisation = (await firstOrganisation(db, userId)) ?? installation;
  const told: Told = {
    action: "session.refused",
    actor: { kind: "anonymous", id: "anonymous" },
    target: userId,
    details: { method },
  };
  await audited({ db, sources, organisation }, () => ok({ value: undefined, statements: [], told: [told] }));
}

/** The organisation that the person joined first. */
export async function firstOrganisation(db: DrizzleD1Database, userId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ id: members.organisation })
    .from(members)
    .where(eq(members.userId, userId))
    .orderBy(asc(members.createdAt))
    .limit(1);
  return row?.id;
}
