/** Signing in with a password, and out. */
import { eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { sha256Hex } from "../../../contracts/digest.ts";
import { installation } from "../../../contracts/events/ai-models.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import type { SignIn } from "../../../contracts/services/auth.ts";
import { claimAttempt, forgetAttempts } from "../attempts.ts";
import { audited, type Told } from "../audit.ts";
import { normaliseEmail } from "../domain/email.ts";
import { normalisePassword } from "../domain/password.ts";
import { checkPassword } from "../passwords.ts";
import { countRefusal } from "../refusals.ts";
import { sessions } from "../schema.ts";
import type { Desk } from "./desk.ts";
import { firstOrganisation } from "./first-organisation.ts";

const wrong = err("unauthenticated", "The address or the password is wrong.");

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
