/** The rows behind `domain/lockout.ts`: one attempt is claimed before the password is looked at. */
import { and, eq, inArray, lt } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { sha256Hex } from "../../contracts/digest.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { afterAttempt, lockoutPolicy, secondsLocked } from "./domain/lockout.ts";
import { signInAttempts } from "./schema.ts";

/** Claims lost to others at the same moment before we give up. One that is let in takes two of them: by its own, and by its success. */
const maxClaims = 20;
/** Forgotten counts that go with a new one: more than come, so that no more are kept than addresses were tried in a day. */
const sweptAtOnce = 20;

/** Takes one attempt of the account, or refuses with `rate_limited` and the seconds to wait. */
export async function claimAttempt(db: DrizzleD1Database, email: string, now: number): Promise<Result<void>> {
  const account = await sha256Hex(email);
  for (let claim = 0; claim < maxClaims; claim++) {
    const [row] = await db.select().from(signInAttempts).where(eq(signInAttempts.account, account));
    const before = row && { failures: row.failures, lastAt: row.lastAt.getTime(), lockedUntil: row.lockedUntil.getTime() };
    const wait = secondsLocked(before, now);
    if (wait > 0) return tooMany(wait);
    const after = afterAttempt(before, now);
    const values = { failures: after.failures, lastAt: new Date(after.lastAt), lockedUntil: new Date(after.lockedUntil) };
    const isUnchanged =
      row && and(eq(signInAttempts.account, account), eq(signInAttempts.failures, row.failures), eq(signInAttempts.lastAt, row.lastAt));
    const claimed = row
      ? db.update(signInAttempts).set(values).where(isUnchanged)
      : db
          .insert(signInAttempts)
          .values({ account, ...values })
          .onConflictDoNothing();
    const [written] = await db.batch([claimed, sweep(db, now)]);
    if (written.meta.changes === 1) return ok(undefined);
  }
  return tooMany(1);
}

/** Statement that deletes some counts that a quiet day has forgiven. */
function sweep(db: DrizzleD1Database, now: number) {
  const { account, lastAt } = signInAttempts;
  const forgiven = lt(lastAt, new Date(now - lockoutPolicy.forgetAfterMs));
  return db.delete(signInAttempts).where(inArray(account, db.select({ account }).from(signInAttempts).where(forgiven).limit(sweptAtOnce)));
}

/** After a success the count starts again. */
export async function forgetAttempts(db: DrizzleD1Database, email: string): Promise<void> {
  await db.delete(signInAttempts).where(eq(signInAttempts.account, await sha256Hex(email)));
}

function tooMany(seconds: number) {
  return err("rate_limited", `Too many attempts for this account. Try again in ${seconds} seconds.`, { retryAfter: seconds });
}
