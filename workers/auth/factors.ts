/** Second factors: which a person has, authenticator apps, and recovery codes. */
import { and, count, eq, isNotNull } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { sha256Hex } from "../../contracts/digest.ts";
import type { Sources } from "../../contracts/ids.ts";
import { authorizePerson, type Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import {
  recoveryCodeCount,
  type Factors,
  type RecoveryCodes,
  type SecondStep,
  type TotpEnrolment,
} from "../../contracts/services/factors.ts";
import { claimAttempt, forgetAttempts } from "./attempts.ts";
import { actorOf, audited, type Ledger, type Told } from "./audit.ts";
import { newRecoveryCode, recoveryCodeOf } from "./domain/recovery-code.ts";
import { newSecret, secretBytes, skewOf, stepOf, uriOf } from "./domain/totp.ts";
import type { AuthEnv } from "./environment.ts";
import { passkeys, recoveryCodes, totpFactors, users } from "./schema.ts";
import { seal, unseal } from "./sealing.ts";
import { requireRecent, type Standing } from "./sessions.ts";

/** How this installation treats authenticator apps. */
export interface Apps {
  sealingKey: string | undefined;
  /** Steps of thirty seconds by which their clocks may differ. */
  skew: 0 | 1;
}

export function appsOf({ AUTH_SECRET, TOTP_SKEW }: Pick<AuthEnv, "AUTH_SECRET" | "TOTP_SKEW">): Apps {
  return { sealingKey: AUTH_SECRET, skew: skewOf(TOTP_SKEW) };
}

/** What the person has beside a password. */
export async function listFactors(db: DrizzleD1Database, principal: Principal): Promise<Result<Factors>> {
  const allowed = authorizePerson(principal);
  if (!allowed.ok) return allowed;
  const [totp] = await confirmedTotp(db, principal.id);
  const keys = await db.select().from(passkeys).where(eq(passkeys.userId, principal.id)).orderBy(passkeys.createdAt);
  return ok({
    totp: totp?.confirmedAt ? { confirmedAt: totp.confirmedAt.toISOString() } : null,
    passkeys: keys.map(({ id, name, createdAt, lastUsedAt, backedUp }) => ({
      id,
      name,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
      backedUp,
    })),
    recoveryCodesLeft: await codesLeft(db, principal.id),
  });
}

/** How a password sign-in of this person has to go on; empty when a password is enough. */
export async function stepsOf(db: DrizzleD1Database, userId: string): Promise<SecondStep[]> {
  const [totp] = await confirmedTotp(db, userId);
  const [keys] = await db.select({ n: count() }).from(passkeys).where(eq(passkeys.userId, userId));
  const steps: SecondStep[] = [...(totp ? ["code" as const] : []), ...((keys?.n ?? 0) > 0 ? ["passkey" as const] : [])];
  return steps.length > 0 && (await codesLeft(db, userId)) > 0 ? [...steps, "recovery-code"] : steps;
}

/** A new secret for an authenticator app. It counts when a first code has shown that the app has it. */
export async function enrolTotp(ledger: Ledger, { principal, token }: Standing, { sealingKey }: Apps): Promise<Result<TotpEnrolment>> {
  const { db, sources } = ledger;
  const recent = await requireRecent(db, principal, token, sources.now());
  if (!recent.ok) return recent;
  const [user] = await db.select({ email: users.email }).from(users).where(eq(users.id, principal.id));
  if ((await confirmedTotp(db, principal.id)).length > 0) return err("conflict", "You have an authenticator app already. Remove it first.");
  const secret = newSecret(Uint8Array.from(sources.randomBytes(secretBytes)));
  const sealed = await seal(sealingKey, sources, secret, principal.id);
  if (!sealed.ok) return sealed;
  const row = { secret: sealed.value, createdAt: new Date(sources.now()), confirmedAt: null, lastStep: 0 };
  await db
    .insert(totpFactors)
    .values({ userId: principal.id, ...row })
    .onConflictDoUpdate({ target: totpFactors.userId, set: row, setWhere: eq(totpFactors.lastStep, 0) });
  return ok({ secret, uri: uriOf(secret, user?.email ?? principal.id) });
}

/** Takes the app into use, when `code` shows that it has the secret. The first factor comes with recovery codes. */
export async function confirmTotp(
  ledger: Ledger,
  { principal, token }: Standing,
  code: string,
  { sealingKey, skew }: Apps,
): Promise<Result<RecoveryCodes>> {
  const { db, sources } = ledger;
  const recent = await requireRecent(db, principal, token, sources.now());
  if (!recent.ok) return recent;
  const claimed = await claimAttempt(db, `code:${principal.id}`, sources.now());
  if (!claimed.ok) return claimed;
  const result = await audited<RecoveryCodes>(ledger, async (now) => {
    const [row] = await db.select().from(totpFactors).where(eq(totpFactors.userId, principal.id));
    if (!row) return err("conflict", "Ask for a secret first.");
    if (row.confirmedAt) return err("conflict", "Your authenticator app is in use already.");
    const secret = await unseal(sealingKey, row.secret, principal.id);
    const step = secret === undefined ? undefined : stepOf(secret, code, row.lastStep, now, skew);
    if (step === undefined) return wrongCode;
    const codes = await firstCodes(db, sources, principal.id);
    return ok({
      value: { recoveryCodes: codes?.texts ?? null },
      statements: [
        db
          .update(totpFactors)
          .set({ confirmedAt: new Date(now), lastStep: step })
          .where(eq(totpFactors.userId, principal.id)),
        ...(codes?.statements ?? []),
      ],
      told: [{ action: "factor.added", actor: actorOf(principal), target: principal.id, details: { factor: "totp" } }],
    });
  });
  if (result.ok) await forgetAttempts(db, `code:${principal.id}`);
  return result;
}

/** Takes the authenticator app out of use. */
export async function removeTotp(ledger: Ledger, { principal, token }: Standing): Promise<Result<void>> {
  const { db, sources } = ledger;
  const recent = await requireRecent(db, principal, token, sources.now());
  if (!recent.ok) return recent;
  return audited(ledger, async () => {
    if ((await confirmedTotp(db, principal.id)).length === 0) return err("not_found", "You have no authenticator app.");
    const [keys] = await db.select({ n: count() }).from(passkeys).where(eq(passkeys.userId, principal.id));
    return ok({
      value: undefined,
      statements: [
        db.delete(totpFactors).where(eq(totpFactors.userId, principal.id)),
        ...((keys?.n ?? 0) === 0 ? [noCodes(db, principal.id)] : []),
      ],
      told: [{ action: "factor.removed", actor: actorOf(principal), target: principal.id, details: { factor: "totp" } }],
    });
  });
}

/** New recovery codes in the place of all that there are. */
export async function replaceRecoveryCodes(ledger: Ledger, { principal, token }: Standing): Promise<Result<RecoveryCodes>> {
  const { db, sources } = ledger;
  const recent = await requireRecent(db, principal, token, sources.now());
  if (!recent.ok) return recent;
  return audited(ledger, async () => {
    if ((await stepsOf(db, principal.id)).length === 0) return err("conflict", "Recovery codes come with a second factor. Add one first.");
    const codes = await newCodes(db, sources, principal.id);
    return ok({
      value: { recoveryCodes: codes.texts },
      statements: codes.statements,
      told: [{ action: "recovery-codes.replaced", actor: actorOf(principal), target: principal.id }],
    });
  });
}

/** What using a code comes to: the statements that use it up, and how the session was begun. */
export interface UsedCode {
  statements: BatchItem<"sqlite">[];
  told: Told[];
}

/**
 * Looks at a code of the app, or a recovery code, under the lock of the log in whose batch `statements` go: of two that send the same code at
 * once, the second finds it used. `unauthenticated` when it is wrong or was used.
 */
export async function useCode(
  db: DrizzleD1Database,
  userId: string,
  code: string,
  { sealingKey, skew }: Apps,
  now: number,
): Promise<Result<UsedCode>> {
  const recovery = recoveryCodeOf(code);
  if (recovery !== undefined) {
    const own = and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.digest, await sha256Hex(recovery)));
    const [row] = await db.select({ digest: recoveryCodes.digest }).from(recoveryCodes).where(own);
    if (!row) return refusedCode;
    const told: Told = {
      action: "recovery-code.used",
      actor: { kind: "user", id: userId },
      target: userId,
      details: { left: (await codesLeft(db, userId)) - 1 },
    };
    return ok({ statements: [db.delete(recoveryCodes).where(own)], told: [told] });
  }
  const [row] = await confirmedTotp(db, userId);
  const secret = row && (await unseal(sealingKey, row.secret, userId));
  const step = row && secret !== undefined ? stepOf(secret, code, row.lastStep, now, skew) : undefined;
  if (step === undefined) return refusedCode;
  return ok({ statements: [db.update(totpFactors).set({ lastStep: step }).where(eq(totpFactors.userId, userId))], told: [] });
}

const refusedCode = err("unauthenticated", "This code is wrong, is over, or was used before. Wait for the next one.");
const howCodesGoWrong =
  "This code is wrong, or its thirty seconds are over. Type the next one; if that is wrong too, look at the clock of your device.";
const wrongCode = err("invalid_input", howCodesGoWrong, { fields: [{ path: "code", message: howCodesGoWrong }] });

/** Recovery codes for who has none yet. */
export async function firstCodes(db: DrizzleD1Database, sources: Sources, userId: string) {
  return (await codesLeft(db, userId)) > 0 ? undefined : newCodes(db, sources, userId);
}

/** Statement that takes all recovery codes away. */
export function noCodes(db: DrizzleD1Database, userId: string): BatchItem<"sqlite"> {
  return db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
}

async function newCodes(
  db: DrizzleD1Database,
  sources: Sources,
  userId: string,
): Promise<{ texts: string[]; statements: BatchItem<"sqlite">[] }> {
  const texts = Array.from({ length: recoveryCodeCount }, () => newRecoveryCode(sources));
  const rows = await Promise.all(texts.map(async (text) => ({ userId, digest: await sha256Hex(recoveryCodeOf(text) ?? "") })));
  return { texts, statements: [noCodes(db, userId), db.insert(recoveryCodes).values(rows)] };
}

async function codesLeft(db: DrizzleD1Database, userId: string): Promise<number> {
  const [row] = await db.select({ n: count() }).from(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  return row?.n ?? 0;
}

export function confirmedTotp(db: DrizzleD1Database, userId: string) {
  return db
    .select()
    .from(totpFactors)
    .where(and(eq(totpFactors.userId, userId), isNotNull(totpFactors.confirmedAt)));
}
