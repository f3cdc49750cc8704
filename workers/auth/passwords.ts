/** Checking and changing passwords, always after the same work and never more often than guessing allows. */
import { and, eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { sha256Hex } from "../../contracts/digest.ts";
import type { Sources } from "../../contracts/ids.ts";
import { authorizePerson, type Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { ChangePassword } from "../../contracts/services/sessions.ts";
import { claimAttempt, forgetAttempts } from "./attempts.ts";
import { actorOf, audited, type Ledger } from "./audit.ts";
import { acceptPassword, normalisePassword } from "./domain/password.ts";
import { stepsOf } from "./factors.ts";
import { hashPassword, isOutdated, nobodysHash, saltBytes, verifyPassword } from "./password-hash.ts";
import { newToken } from "./one-time-token.ts";
import { accounts, members, organisations, sessions, users } from "./schema.ts";
import { othersOf, requireRecent, type Standing } from "./sessions.ts";

/** The provider of `accounts` under which a password stands. */
export const credential = "credential";

export interface Known {
  userId: string;
  emailVerified: boolean;
  /** True when it was the right password. */
  right: boolean;
  /** Writes the hash with today's costs; present when it was the right one and was stored with others. */
  rehash?: BatchItem<"sqlite">;
}

/** Whose address it is and whether the password is right; undefined for an address that nobody has, after the same work. */
export async function checkPassword(db: DrizzleD1Database, sources: Sources, email: string, password: string): Promise<Known | undefined> {
  const [row] = await db
    .select({ userId: users.id, emailVerified: users.emailVerified, hash: accounts.password })
    .from(users)
    .leftJoin(accounts, and(eq(accounts.userId, users.id), eq(accounts.providerId, credential)))
    .where(eq(users.email, email));
  const right = await verifyPassword(password, row?.hash ?? nobodysHash);
  if (!row) return undefined;
  const { userId, emailVerified, hash } = row;
  if (!right || hash === null || !isOutdated(hash)) return { userId, emailVerified, right };
  return { userId, emailVerified, right, rehash: setPassword(db, userId, await hashPassword(password, sources.randomBytes(saltBytes))) };
}

/** Writes a hash in the place of the person's present one. */
export function setPassword(db: DrizzleD1Database, userId: string, hash: string): BatchItem<"sqlite"> {
  return db
    .update(accounts)
    .set({ password: hash })
    .where(and(eq(accounts.userId, userId), eq(accounts.providerId, credential)));
}

/**
 * Changes the password of who knows the present one. Ends all other sessions of the person and gives this one a new token. Who has a second factor
 * needs a recent proof besides, as for all that bears on signing in: the password alone is none of theirs.
 */
export async function changePassword(
  ledger: Ledger,
  { principal, token }: Standing,
  input: ChangePassword,
): Promise<Result<{ token: string }>> {
  const { db, sources } = ledger;
  const isWhole = (await stepsOf(db, principal.id)).length === 0;
  const recent = isWhole ? ok(undefined) : await requireRecent(db, principal, token, sources.now());
  if (!recent.ok) return recent;
  const proved = await provePasswordAgain(ledger, principal, input.currentPassword, "currentPassword");
  if (!proved.ok) return proved;
  const accepted = acceptPassword(input.newPassword, proved.value.email, "newPassword", await namesAround(db, principal.id));
  if (!accepted.ok) return accepted;
  const hash = await hashPassword(accepted.value, sources.randomBytes(saltBytes));
  const [fresh, others] = [newToken(sources), await othersOf(principal.id, token)];
  const [before, after] = [await sha256Hex(token ?? ""), await sha256Hex(fresh)];
  return audited(ledger, (now) =>
    ok({
      value: { token: fresh },
      statements: [
        setPassword(db, principal.id, hash),
        db.delete(sessions).where(others),
        db
          .update(sessions)
          .set({ token: after, updatedAt: new Date(now), ...(isWhole ? { authenticatedAt: new Date(now) } : {}) })
          .where(eq(sessions.token, before)),
      ],
      told: [{ action: "password.changed", actor: actorOf(principal), target: principal.id }],
    }),
  );
}

/** The names of a person and of their organisations. */
export async function namesAround(db: DrizzleD1Database, userId: string): Promise<string[]> {
  const rows = await db
    .select({ name: users.name, organisation: organisations.name })
    .from(users)
    .leftJoin(members, eq(members.userId, users.id))
    .leftJoin(organisations, eq(organisations.id, members.organisation))
    .where(eq(users.id, userId));
  return rows.flatMap(({ name, organisation }) => [name, organisation ?? ""]);
}

/** The right password of the signed-in person, or `invalid_input` at `path`; guesses are counted apart from those at the sign-in. */
export async function provePasswordAgain(
  { db, sources }: Ledger,
  principal: Principal,
  password: string,
  path: string,
): Promise<Result<{ email: string }>> {
  const allowed = authorizePerson(principal);
  if (!allowed.ok) return allowed;
  const claimed = await claimAttempt(db, `confirm:${principal.id}`, sources.now());
  if (!claimed.ok) return claimed;
  const [user] = await db.select({ email: users.email }).from(users).where(eq(users.id, principal.id));
  const known = user && (await checkPassword(db, sources, user.email, normalisePassword(password)));
  if (!user || !known?.right) {
    const detail = "This is not your present password.";
    return err("invalid_input", detail, { fields: [{ path, message: detail }] });
  }
  await forgetAttempts(db, `confirm:${principal.id}`);
  return ok(user);
}
