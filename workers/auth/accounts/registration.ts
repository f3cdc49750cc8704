/** Making an account: the person, where they belong, and their first session, all of it or nothing. */
import { eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { newId } from "../../../contracts/ids.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import type { SignInMethod } from "../../../contracts/services/sessions.ts";
import { audited, type Told } from "../audit.ts";
import { userSignedUp } from "../events.ts";
import { joining, openByToken } from "../invitations.ts";
import { founding } from "../organisations.ts";
import { credential } from "../passwords.ts";
import { accounts, sessions, users } from "../schema.ts";
import { newSession } from "../sessions.ts";
import type { Desk } from "./desk.ts";
import { admit, startedBy, type Admission } from "./entering.ts";

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
export async function register(desk: Desk, registration: Registration): Promise<Result<Admission>> {
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
