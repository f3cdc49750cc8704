/** API keys: making, listing, rotating, revoking, and who a key acts as. */
import { and, desc, eq, isNotNull, isNull, lt, lte, or } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { sha256Hex } from "../../contracts/digest.ts";
import { newId, type Sources } from "../../contracts/ids.ts";
import { sameDigest } from "../../contracts/node-protocol.ts";
import { decodeCursor, encodeCursor, type Page, type PageQuery } from "../../contracts/page.ts";
import {
  authorize,
  authorizePerson,
  leastRoleWith,
  scopesOfRole,
  type Principal,
  type Role,
  type Scope,
} from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { ApiKey, CreatedApiKey, NewApiKey } from "../../contracts/services/auth.ts";
import { runOnce } from "../kit/commands.ts";
import { actorOf, audited, entryInserts, onHead, type Ledger } from "./audit.ts";
import { idOfKey, newKey } from "./domain/api-key.ts";
import { apiKeyCreated, apiKeyRevoked } from "./events.ts";
import { lacksFactor } from "./demands.ts";
import { apiKeys, members, organisations } from "./schema.ts";
import { requireFresh, type Acting, type Standing } from "./sessions.ts";

/** How coarsely the use of a key is noted. */
const usedEveryMs = 60_000;

const refused = err("unauthenticated", "This API key is not valid.");

/**
 * Makes a key. Its scopes must be the caller's own, its expiry in the future; one for a service is made by an administrator in person. The same `commandId` again makes no second
 * key and cannot show the first one's secret: it is refused as a `conflict` that names the key.
 */
export async function createApiKey(
  db: DrizzleD1Database,
  sources: Sources,
  standing: Standing,
  input: NewApiKey,
  commandId: string,
): Promise<Result<CreatedApiKey>> {
  const { principal } = standing;
  const allowed = authorize(principal, "keys:write");
  if (!allowed.ok) return allowed;
  const proved = await requireFresh({ db, sources }, standing);
  if (!proved.ok) return proved;
  const now = sources.now();
  const faulty = faultOf(principal, input, now);
  if (faulty) return faulty;
  const whose = input.actsAs === "service" ? newService(principal, sources) : await ownOf(db, principal);
  if (!whose.ok) return whose;

  const { id, key } = newKey(sources);
  const ledger = { db, sources, organisation: principal.organisation };
  const fresh = await freshKey(ledger, {
    id,
    key,
    whose: whose.value,
    name: input.name,
    scopes: input.scopes,
    expiresAt: input.expiresAt ?? null,
    now,
  });
  const { view } = fresh;
  const recorded = await onHead(ledger, async (head) => {
    const told = [
      {
        action: "key.created" as const,
        actor: actorOf(principal),
        target: id,
        details: { scopes: input.scopes, expiresAt: view.expiresAt, ...(view.service === null ? {} : { service: view.service }) },
      },
    ];
    const entries = await entryInserts(ledger, head, told, now);
    if (!entries.ok) return entries;
    return runOnce<ApiKey>({ db, principal, commandId, method: "createApiKey", input, now }, () =>
      ok({ value: view, statements: [fresh.insert, ...entries.value], events: [{ ...fresh.event, causationid: commandId }] }),
    );
  });
  if (!recorded.ok) return recorded;
  if (recorded.value.id !== id)
    return err("conflict", `This request made the key ${recorded.value.id} before; its secret is shown once. Revoke it and make another.`);
  return ok({ ...view, key });
}

/**
 * Makes a key in the place of `id`: same name, permissions and length of life. The old one goes on for `overlapSeconds`, so that programs
 * can change over one after the other. Only the person whose key it is, or a key of theirs, may: the new one acts as they do. A service's is rotated by
 * itself, or by an administrator in person.
 */
export async function rotateApiKey(ledger: Ledger, standing: Standing, id: string, overlapSeconds: number): Promise<Result<CreatedApiKey>> {
  const { principal } = standing;
  const allowed = authorize(principal, "keys:write");
  if (!allowed.ok) return allowed;
  const proved = await requireFresh(ledger, standing);
  if (!proved.ok) return proved;
  const { db, sources, organisation } = ledger;
  const ours = and(eq(apiKeys.id, id), eq(apiKeys.organisation, organisation));
  const made = newKey(sources);
  return audited(ledger, async (now) => {
    const [row] = await db.select().from(apiKeys).where(ours);
    if (!row) return err("not_found", `There is no API key ${id}.`);
    if (!(await mayRotate(db, principal, row))) return err("forbidden", "Only whose key it is may rotate it. Revoke it instead.");
    const foreign = row.scopes.filter((scope) => !principal.scopes.includes(scope));
    if (foreign.length > 0) return err("forbidden", `You cannot give a key what you do not have: ${foreign.join(", ")}.`);
    if (!isAlive(row, now)) return err("conflict", "This key is revoked or has run out. Make a new one.");
    if (row.successor !== null) return err("conflict", `This key was rotated before; ${row.successor} is in its place.`);
    const overlap = now + overlapSeconds * 1_000;
    const end = new Date(Math.min(overlap, row.expiresAt?.getTime() ?? overlap));
    const expiresAt = row.expiresAt && new Date(now + row.expiresAt.getTime() - row.createdAt.getTime()).toISOString();
    const fresh = await freshKey(ledger, { ...made, whose: row, name: row.name, scopes: row.scopes, expiresAt, now });
    return ok({
      value: { ...fresh.view, key: made.key },
      statements: [fresh.insert, db.update(apiKeys).set({ expiresAt: end, successor: made.id }).where(ours)],
      events: [fresh.event],
      told: [{ action: "key.rotated", actor: actorOf(principal), target: id, details: { successor: made.id, until: end.toISOString() } }],
    });
  });
}

/** One of the two: a key is a person's or a service's. */
interface Whose {
  owner: string | null;
  service: string | null;
}

/** A service of the caller's organisation, which has no keys yet. */
function newService(principal: Principal, sources: Sources): Result<Whose> {
  const allowed = authorize(principal, "organisation:admin");
  if (!allowed.ok) return allowed;
  const inPerson = authorizePerson(principal);
  return inPerson.ok ? ok({ owner: null, service: newId("service", sources) }) : inPerson;
}

async function ownOf(db: DrizzleD1Database, principal: Principal): Promise<Result<Whose>> {
  const owner = await ownerOf(db, principal);
  return owner === undefined ? err("forbidden", "Only people, and the keys of people, can make keys.") : ok({ owner, service: null });
}

async function mayRotate(db: DrizzleD1Database, principal: Principal, { owner, service }: Whose): Promise<boolean> {
  if (service === null) return (await ownerOf(db, principal)) === owner;
  if (principal.kind === "service") return principal.id === service;
  return principal.kind === "user" && authorize(principal, "organisation:admin").ok;
}

interface Fresh {
  id: string;
  key: string;
  whose: Whose;
  name: string;
  scopes: Scope[];
  expiresAt: string | null;
  now: number;
}

/** Row, event and view of a new key. */
export async function freshKey(
  { db, organisation }: Pick<Ledger, "db" | "organisation">,
  { id, key, whose: { owner, service }, name, scopes, expiresAt, now }: Fresh,
) {
  const row = {
    id,
    organisation,
    owner,
    name,
    digest: await sha256Hex(key),
    scopes,
    createdAt: new Date(now),
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
    revokedAt: null,
    lastUsedAt: null,
    successor: null,
    service,
  };
  return {
    view: viewOf(row),
    insert: db.insert(apiKeys).values(row),
    event: apiKeyCreated({ key: id, organisation, ...(service === null ? { owner: owner ?? "" } : { service }), scopes, expiresAt, now }),
  };
}

/** The organisation's keys, newest first. */
export async function listApiKeys(
  db: DrizzleD1Database,
  principal: Principal,
  { limit, cursor }: PageQuery,
): Promise<Result<Page<ApiKey>>> {
  const allowed = authorize(principal, "keys:read");
  if (!allowed.ok) return allowed;
  const from = cursor === undefined ? ok([]) : decodeCursor(cursor);
  if (!from.ok) return from;
  const [before] = from.value;
  const rows = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.organisation, principal.organisation), typeof before === "string" ? lt(apiKeys.id, before) : undefined))
    .orderBy(desc(apiKeys.id))
    .limit(limit + 1);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return ok({ items: rows.slice(0, limit).map(viewOf), ...(last ? { nextCursor: encodeCursor([last.id]) } : {}) });
}

/** Ends a key at once. Revoking it again changes nothing. */
export async function revokeApiKey(ledger: Ledger, standing: Standing, id: string): Promise<Result<ApiKey>> {
  const { principal } = standing;
  const allowed = authorize(principal, "keys:write");
  if (!allowed.ok) return allowed;
  const proved = await requireFresh(ledger, standing);
  if (!proved.ok) return proved;
  const { db, organisation } = ledger;
  const ours = and(eq(apiKeys.id, id), eq(apiKeys.organisation, organisation));
  return audited(ledger, async (now) => {
    const [row] = await db.select().from(apiKeys).where(ours);
    if (!row) return err("not_found", `There is no API key ${id}.`);
    if (row.revokedAt) return ok({ value: viewOf(row), statements: [], told: [] });
    const revokedAt = new Date(now);
    return ok({
      value: viewOf({ ...row, revokedAt }),
      statements: [db.update(apiKeys).set({ revokedAt }).where(ours)],
      events: [apiKeyRevoked({ key: id, organisation, revokedBy: principal.id, now })],
      told: [{ action: "key.revoked", actor: actorOf(principal), target: id }],
    });
  });
}

/**
 * Who acts with `key`: a service, or in a person's name, and then never more than its owner may at this moment; `ofAll`: a second factor is
 * demanded of everybody. A malformed key is refused without a read.
 */
export async function actingWith(db: DrizzleD1Database, key: string, now: number, ofAll: boolean): Promise<Result<Acting>> {
  const id = idOfKey(key);
  if (id === undefined) return refused;
  const [row] = await db
    .select({ key: apiKeys, role: members.role, lacking: lacksFactor(ofAll) })
    .from(apiKeys)
    .leftJoin(members, and(eq(members.userId, apiKeys.owner), eq(members.organisation, apiKeys.organisation)))
    .innerJoin(organisations, eq(organisations.id, apiKeys.organisation))
    .where(and(eq(apiKeys.id, id), or(isNotNull(members.userId), isNotNull(apiKeys.service))));
  if (!row || !sameDigest(row.key.digest, await sha256Hex(key)) || !isAlive(row.key, now)) return refused;
  const principal = row.role === null ? serviceOf(row.key) : keyOf(row.key, row.role, row.lacking === 1);
  if (!principal) return refused;
  const earlier = now - usedEveryMs;
  if ((row.key.lastUsedAt?.getTime() ?? 0) > earlier) return ok({ principal });
  const unnoted = or(isNull(apiKeys.lastUsedAt), lte(apiKeys.lastUsedAt, new Date(earlier)));
  const touch = async () =>
    db
      .update(apiKeys)
      .set({ lastUsedAt: new Date(now) })
      .where(and(eq(apiKeys.id, id), unnoted));
  return ok({ principal, touch });
}

/** As a service: of the least role that has its permissions. Undefined for a person's key. */
export function serviceOf({ service, organisation, scopes }: typeof apiKeys.$inferSelect): Principal | undefined {
  return service === null ? undefined : { kind: "service", id: service, organisation, role: leastRoleWith(scopes), scopes };
}

function keyOf({ id, organisation, scopes }: typeof apiKeys.$inferSelect, role: Role, lacking: boolean): Principal {
  const held = lacking ? [] : scopes.filter((scope) => scopesOfRole[role].includes(scope));
  return { kind: "api-key", id, organisation, role, scopes: held };
}

export function isAlive({ revokedAt, expiresAt }: { revokedAt: Date | null; expiresAt: Date | null }, now: number): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt.getTime() > now);
}

function faultOf(principal: Principal, input: NewApiKey, now: number) {
  const foreign = input.scopes.filter((scope) => !principal.scopes.includes(scope));
  if (foreign.length > 0) return err("forbidden", `You cannot give a key what you do not have: ${foreign.join(", ")}.`);
  if (input.expiresAt === undefined || Date.parse(input.expiresAt) > now) return undefined;
  return err("invalid_input", "`expiresAt` must lie in the future.", {
    fields: [{ path: "expiresAt", message: "must lie in the future" }],
  });
}

/** The person whose membership `principal` acts on; undefined for principals that are nobody's. */
export async function ownerOf(db: DrizzleD1Database, principal: Principal): Promise<string | undefined> {
  if (principal.kind === "user") return principal.id;
  if (principal.kind !== "api-key") return undefined;
  const [row] = await db.select({ owner: apiKeys.owner }).from(apiKeys).where(eq(apiKeys.id, principal.id));
  return row?.owner ?? undefined;
}

function viewOf(row: typeof apiKeys.$inferSelect): ApiKey {
  const { id, name, scopes, createdAt, expiresAt, revokedAt, lastUsedAt, successor, service } = row;
  return {
    id,
    name,
    scopes,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    successor,
    service,
  };
}
