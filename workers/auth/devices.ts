/** Signing in a device that has no browser (RFC 8628): it asks, a person approves elsewhere, and it gets an API key of that person. */
import { and, eq, gt, lt } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { sha256Hex } from "../../contracts/digest.ts";
import type { Sources } from "../../contracts/ids.ts";
import { authorizePerson, scopesOfRole, type Principal, type Scope } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { devicePolicy, type DeviceGrant, type DeviceKey, type DeviceRequest, type DeviceView } from "../../contracts/services/device.ts";
import { freshKey } from "./api-keys/key-row.ts";
import { claimAttempt, forgetAttempts } from "./attempts.ts";
import { actorOf, audited, type Ledger } from "./audit.ts";
import { newKey } from "./domain/api-key.ts";
import { newUserCode, userCodeOf } from "./domain/user-code.ts";
import { newToken } from "./one-time-token.ts";
import { deviceGrants, members } from "./schema.ts";
import { requireRecent, type Standing } from "./sessions.ts";

type Row = typeof deviceGrants.$inferSelect;

const over = err("unauthenticated", "This code has run out, was used, or never was. Begin again.");
const unknown = err("not_found", "No device waits with this code. Look at the code again, or let the device make a new one.");

/** Codes for a device, which nobody has approved yet. */
export async function startDevice(
  { db, sources }: { db: DrizzleD1Database; sources: Sources },
  input: DeviceRequest,
  site: Result<string>,
): Promise<Result<DeviceGrant>> {
  if (!site.ok) return site;
  const now = sources.now();
  const [deviceCode, userCode] = [newToken(sources), newUserCode(sources)];
  await db.batch([
    db.delete(deviceGrants).where(lt(deviceGrants.expiresAt, new Date(now))),
    db.insert(deviceGrants).values({
      digest: await sha256Hex(deviceCode),
      userCode,
      name: input.name,
      scopes: input.scopes ?? null,
      status: "pending",
      expiresAt: new Date(now + devicePolicy.minutes * 60_000),
    }),
  ]);
  const verificationUri = `${site.value}/device`;
  return ok({
    deviceCode,
    userCode,
    verificationUri,
    verificationUriComplete: `${verificationUri}#${userCode}`,
    expiresIn: devicePolicy.minutes * 60,
    interval: devicePolicy.intervalSeconds,
  });
}

/** What waits under a code for the person's word. Guesses are counted by person. */
export async function waitingDevice({ db, sources }: Ledger, principal: Principal, code: string): Promise<Result<DeviceView>> {
  const allowed = authorizePerson(principal);
  if (!allowed.ok) return allowed;
  const claimed = await claimAttempt(db, `device:${principal.id}`, sources.now());
  if (!claimed.ok) return claimed;
  const row = await pending(db, code, sources.now());
  if (!row) return unknown;
  await forgetAttempts(db, `device:${principal.id}`);
  return ok({ userCode: row.userCode, name: row.name, scopes: granted(row, principal.scopes), expiresAt: row.expiresAt.toISOString() });
}

/** The person lets the device in, into the organisation of their session, or does not. */
export async function decideDevice(
  ledger: Ledger,
  { principal, token }: Standing,
  code: string,
  decision: "approved" | "denied",
): Promise<Result<DeviceView>> {
  const { db, sources, organisation } = ledger;
  const recent = await requireRecent(db, principal, token, sources.now());
  if (!recent.ok) return recent;
  const view = await waitingDevice(ledger, principal, code);
  if (!view.ok) return view;
  return audited(ledger, async (now) => {
    const row = await pending(db, code, now);
    if (!row) return unknown;
    const set = { status: decision, owner: principal.id, organisation };
    const told = {
      action: "device.approved" as const,
      actor: actorOf(principal),
      target: principal.id,
      details: { scopes: view.value.scopes },
    };
    return ok({
      value: view.value,
      statements: [db.update(deviceGrants).set(set).where(eq(deviceGrants.digest, row.digest))],
      told: decision === "approved" ? [told] : [],
    });
  });
}

/** What the device is told when it asks: to wait, or its key, which is made at this moment and shown once. */
export async function redeemDevice(
  { db, sources }: { db: DrizzleD1Database; sources: Sources },
  deviceCode: string,
): Promise<Result<DeviceKey | "pending">> {
  const digest = await sha256Hex(deviceCode);
  const now = sources.now();
  const own = eq(deviceGrants.digest, digest);
  const [row] = await db
    .select()
    .from(deviceGrants)
    .where(and(own, gt(deviceGrants.expiresAt, new Date(now))));
  if (!row) return over;
  const { intervalSeconds } = devicePolicy;
  if (row.askedAt && now - row.askedAt.getTime() < (intervalSeconds - 1) * 1_000)
    return err("rate_limited", `Ask every ${intervalSeconds} seconds.`, { retryAfter: intervalSeconds });
  await db
    .update(deviceGrants)
    .set({ askedAt: new Date(now) })
    .where(own);
  if (row.status === "pending") return ok("pending");
  const { organisation, owner } = row;
  if (row.status === "denied" || organisation === null || owner === null) {
    await db.delete(deviceGrants).where(own);
    return err("forbidden", "The person did not let this device in.");
  }
  const made = newKey(sources);
  const ledger = { db, sources, organisation };
  return audited<DeviceKey>(ledger, async (at) => {
    const [still] = await db.select({ status: deviceGrants.status }).from(deviceGrants).where(own);
    const [member] = await db
      .select({ role: members.role })
      .from(members)
      .where(and(eq(members.organisation, organisation), eq(members.userId, owner)));
    if (still?.status !== "approved" || !member) return over;
    const expiresAt = new Date(at + devicePolicy.keyDays * 86_400_000).toISOString();
    const scopes = granted(row, scopesOfRole[member.role]);
    const fresh = await freshKey(ledger, { ...made, whose: { owner, service: null }, name: row.name, scopes, expiresAt, now: at });
    return ok({
      value: { ...fresh.view, key: made.key, organisation },
      statements: [db.delete(deviceGrants).where(own), fresh.insert],
      events: [fresh.event],
      told: [{ action: "key.created", actor: { kind: "user", id: owner }, target: made.id, details: { scopes, expiresAt, device: true } }],
    });
  });
}

function granted({ scopes }: Row, held: readonly Scope[]): Scope[] {
  return scopes === null ? [...held] : scopes.filter((scope) => held.includes(scope));
}

async function pending(db: DrizzleD1Database, code: string, now: number): Promise<Row | undefined> {
  const open = and(eq(deviceGrants.status, "pending"), gt(deviceGrants.expiresAt, new Date(now)));
  const [row] = await db
    .select()
    .from(deviceGrants)
    .where(and(eq(deviceGrants.userCode, userCodeOf(code)), open));
  return row;
}
