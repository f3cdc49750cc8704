/** Passkeys (Web Authentication Level 3): adding, removing, and the questions and answers of signing in with one. */
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from "@simplewebauthn/server";
import { and, count, eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { NewPasskey, Passkey, PasskeyOptions, PasskeySignIn, RecoveryCodes } from "../../contracts/services/factors.ts";
import { actorOf, audited, type Ledger } from "./audit.ts";
import { ask, challengeOver, take } from "./challenges.ts";
import { confirmedTotp, firstCodes, noCodes } from "./factors.ts";
import { passkeys, users } from "./schema.ts";
import { requireRecent, type Standing } from "./sessions.ts";

const most = 20;

/** Where passkeys belong: the host of the site, and the origin that browsers state. */
export interface Party {
  id: string;
  origin: string;
}

/** The party of a site; `unavailable` at an IP address, which browsers make no passkeys for. */
export function partyOf(site: Result<string>): Result<Party> {
  if (!site.ok) return site;
  const { hostname, origin } = new URL(site.value);
  if (/^[\d.]+$|^\[/.test(hostname))
    return err("unavailable", "Passkeys need a host name: open this site as localhost.", { retryable: false });
  return ok({ id: hostname, origin });
}

/** What the browser has to be asked to make a passkey. */
export async function startPasskey(ledger: Ledger, { principal, token }: Standing, party: Result<Party>): Promise<Result<PasskeyOptions>> {
  const { db, sources } = ledger;
  const recent = await requireRecent(db, principal, token, sources.now());
  if (!recent.ok) return recent;
  if (!party.ok) return party;
  const [user] = await db.select({ email: users.email, name: users.name }).from(users).where(eq(users.id, principal.id));
  if (!user) return err("not_found", "There is no person behind this principal.");
  const options = await generateRegistrationOptions({
    rpName: "pAIssive",
    rpID: party.value.id,
    userName: user.email,
    userDisplayName: user.name,
    userID: Uint8Array.from(new TextEncoder().encode(principal.id)),
    challenge: Uint8Array.from(sources.randomBytes(32)),
    attestationType: "none",
    excludeCredentials: await credentialsOf(db, principal.id),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    supportedAlgorithmIDs: [-8, -7, -257],
  });
  const asked = await ask(db, sources, { purpose: "passkey-registration", userId: principal.id, data: { challenge: options.challenge } });
  return ok({ token: asked.token, options: { ...options } });
}

/** Keeps the passkey that the browser made. The first factor comes with recovery codes. */
export async function addPasskey(
  ledger: Ledger,
  { principal, token }: Standing,
  party: Result<Party>,
  input: NewPasskey,
): Promise<Result<Passkey & RecoveryCodes>> {
  const { db, sources } = ledger;
  const recent = await requireRecent(db, principal, token, sources.now());
  if (!recent.ok) return recent;
  if (!party.ok) return party;
  const question = await take(db, "passkey-registration", input.token, sources.now());
  if (question?.userId !== principal.id) return err("conflict", "This took too long, or was answered before. Begin again.");
  const made = await verified(() =>
    verifyRegistrationResponse({
      response: input.credential as unknown as RegistrationResponseJSON,
      expectedChallenge: question.data["challenge"] ?? "",
      expectedOrigin: party.value.origin,
      expectedRPID: party.value.id,
      requireUserVerification: true,
    }),
  );
  if (!made?.verified)
    return err("invalid_input", "This is no passkey for this site.", {
      fields: [{ path: "credential", message: "is no passkey for this site" }],
    });
  const { credential, credentialBackedUp: backedUp } = made.registrationInfo;
  return audited<Passkey & RecoveryCodes>(ledger, async (now) => {
    const [held] = await db.select({ n: count() }).from(passkeys).where(eq(passkeys.userId, principal.id));
    if ((held?.n ?? 0) >= most) return err("conflict", `You have ${most} passkeys. Remove one first.`);
    const [taken] = await db.select({ id: passkeys.id }).from(passkeys).where(eq(passkeys.id, credential.id));
    if (taken) return err("conflict", "This passkey is kept already.");
    const createdAt = new Date(now);
    const row = {
      id: credential.id,
      userId: principal.id,
      publicKey: base64url(credential.publicKey),
      counter: credential.counter,
      transports: credential.transports ?? [],
      name: input.name,
      backedUp,
      createdAt,
      lastUsedAt: null,
    };
    const codes = await firstCodes(db, sources, principal.id);
    return ok({
      value: {
        id: row.id,
        name: row.name,
        createdAt: createdAt.toISOString(),
        lastUsedAt: null,
        backedUp,
        recoveryCodes: codes?.texts ?? null,
      },
      statements: [db.insert(passkeys).values(row), ...(codes?.statements ?? [])],
      told: [{ action: "passkey.added", actor: actorOf(principal), target: principal.id, details: { passkey: row.id } }],
    });
  });
}

/** Forgets a passkey. */
export async function removePasskey(ledger: Ledger, { principal, token }: Standing, id: string): Promise<Result<void>> {
  const { db, sources } = ledger;
  const recent = await requireRecent(db, principal, token, sources.now());
  if (!recent.ok) return recent;
  const own = and(eq(passkeys.id, id), eq(passkeys.userId, principal.id));
  return audited(ledger, async () => {
    const [row] = await db.select({ id: passkeys.id }).from(passkeys).where(own);
    if (!row) return err("not_found", `You have no passkey ${id}.`);
    const [held] = await db.select({ n: count() }).from(passkeys).where(eq(passkeys.userId, principal.id));
    const bare = (held?.n ?? 0) <= 1 && (await confirmedTotp(db, principal.id)).length === 0;
    return ok({
      value: undefined,
      statements: [db.delete(passkeys).where(own), ...(bare ? [noCodes(db, principal.id)] : [])],
      told: [{ action: "passkey.removed", actor: actorOf(principal), target: principal.id, details: { passkey: id } }],
    });
  });
}

/** What a passkey is asked for: to sign in, or to prove again who is there. An answer to one question is none to the other. */
export type PasskeyPurpose = "passkey-sign-in" | "passkey-confirmation";

/** What the browser has to be asked: for the passkeys of `userId`, or for any that it has for this site. */
export async function askForPasskey(
  { db, sources }: Pick<Ledger, "db" | "sources">,
  party: Result<Party>,
  purpose: PasskeyPurpose,
  userId: string | undefined,
): Promise<Result<PasskeyOptions>> {
  if (!party.ok) return party;
  const options = await generateAuthenticationOptions({
    rpID: party.value.id,
    challenge: Uint8Array.from(sources.randomBytes(32)),
    userVerification: "required",
    ...(userId === undefined ? {} : { allowCredentials: await credentialsOf(db, userId) }),
  });
  const { token } = await ask(db, sources, { purpose, userId, data: { challenge: options.challenge } });
  return ok({ token, options: { ...options } });
}

/** Whose passkey signed, and the statement that notes its use. */
export interface Signed {
  userId: string;
  /** True when the question was for one person: after a password, or in their session. */
  asked: boolean;
  used: BatchItem<"sqlite">;
}

/** Checks what the browser signed. A question is answered once, even wrongly. */
export async function signedBy(
  { db, sources }: Pick<Ledger, "db" | "sources">,
  party: Result<Party>,
  purpose: PasskeyPurpose,
  input: PasskeySignIn,
): Promise<Result<Signed>> {
  if (!party.ok) return party;
  const question = await take(db, purpose, input.token, sources.now());
  if (!question) return challengeOver;
  const [key] = await db.select().from(passkeys).where(eq(passkeys.id, input.credential.id));
  const refused = err("unauthenticated", "This passkey opens nothing here.");
  if (!key || (question.userId !== null && question.userId !== key.userId)) return refused;
  const checked = await verified(() =>
    verifyAuthenticationResponse({
      response: input.credential as unknown as AuthenticationResponseJSON,
      expectedChallenge: question.data["challenge"] ?? "",
      expectedOrigin: party.value.origin,
      expectedRPID: party.value.id,
      credential: { id: key.id, publicKey: bytesOf(key.publicKey), counter: key.counter },
      requireUserVerification: true,
    }),
  );
  if (!checked?.verified) return refused;
  const { newCounter, credentialBackedUp: backedUp } = checked.authenticationInfo;
  const used = db
    .update(passkeys)
    .set({ counter: newCounter, backedUp, lastUsedAt: new Date(sources.now()) })
    .where(eq(passkeys.id, key.id));
  return ok({ userId: key.userId, asked: question.userId !== null, used });
}

/** The library throws at whatever is wrong; to us all of it is the same. */
async function verified<T>(check: () => Promise<T>): Promise<T | undefined> {
  try {
    return await check();
  } catch {
    return undefined;
  }
}

async function credentialsOf(db: DrizzleD1Database, userId: string): Promise<{ id: string; transports: string[] }[]> {
  return db.select({ id: passkeys.id, transports: passkeys.transports }).from(passkeys).where(eq(passkeys.userId, userId));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}
