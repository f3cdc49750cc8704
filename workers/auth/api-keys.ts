/** API keys: making, listing, revoking, and who a key acts as. */
import { and, desc, eq, lt } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { sha256Hex } from "../../contracts/digest.ts";
import type { Sources } from "../../contracts/ids.ts";
import { sameDigest } from "../../contracts/node-protocol.ts";
import { decodeCursor, encodeCursor, type Page, type PageQuery } from "../../contracts/page.ts";
import { authorize, scopesOfRole, type Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { ApiKey, CreatedApiKey, NewApiKey } from "../../contracts/services/auth.ts";
import { runOnce } from "../kit/commands.ts";
import { outboxInserts } from "../kit/outbox.ts";
import { idOfKey, newKey } from "./domain/api-key.ts";
import { apiKeyCreated, apiKeyRevoked } from "./events.ts";
import { apiKeys, members } from "./schema.ts";

const refused = err("unauthenticated", "This API key is not valid.");

/**
 * Makes a key. Its scopes must be the caller's own, its expiry in the future. The same `commandId` again makes no second
 * key and cannot show the first one's secret: it is refused as a `conflict` that names the key.
 */
export async function createApiKey(
  db: DrizzleD1Database,
  sources: Sources,
  principal: Principal,
  input: NewApiKey,
  commandId: string,
): Promise<Result<CreatedApiKey>> {
  const allowed = authorize(principal, "keys:write");
  if (!allowed.ok) return allowed;
  const now = sources.now();
  const faulty = faultOf(principal, input, now);
  if (faulty) return faulty;
  const owner = await ownerOf(db, principal);
  if (owner === undefined) return err("forbidden", "Only people, and the keys of people, can make keys.");

  const { id, key } = newKey(sources);
  const digest = await sha256Hex(key);
  const view: ApiKey = {
    id,
    name: input.name,
    scopes: input.scopes,
    createdAt: new Date(now).toISOString(),
    expiresAt: input.expiresAt ?? null,
    revokedAt: null,
  };
  const recorded = await runOnce<ApiKey>({ db, principal, commandId, method: "createApiKey", input, now }, () => {
    const row = { id, organisation: principal.organisation, owner, name: input.name, digest, scopes: input.scopes };
    const times = { createdAt: new Date(now), expiresAt: input.expiresAt === undefined ? null : new Date(input.expiresAt) };
    const event = apiKeyCreated({
      key: id,
      organisation: principal.organisation,
      owner,
      scopes: input.scopes,
      expiresAt: view.expiresAt,
      causationid: commandId,
      now,
    });
    return ok({ value: view, statements: [db.insert(apiKeys).values({ ...row, ...times })], events: [event] });
  });
  if (!recorded.ok) return recorded;
  if (recorded.value.id !== id)
    return err("conflict", `This request made the key ${recorded.value.id} before; its secret is shown once. Revoke it and make another.`);
  return ok({ ...view, key });
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
export async function revokeApiKey(db: DrizzleD1Database, sources: Sources, principal: Principal, id: string): Promise<Result<ApiKey>> {
  const allowed = authorize(principal, "keys:write");
  if (!allowed.ok) return allowed;
  const ours = and(eq(apiKeys.id, id), eq(apiKeys.organisation, principal.organisation));
  const [row] = await db.select().from(apiKeys).where(ours);
  if (!row) return err("not_found", `There is no API key ${id}.`);
  if (row.revokedAt) return ok(viewOf(row));
  const now = sources.now();
  const revokedAt = new Date(now);
  const events = outboxInserts(db, [apiKeyRevoked({ key: id, organisation: principal.organisation, revokedBy: principal.id, now })]);
  if (!events.ok) return events;
  // Two revocations at once write the same subject and sequence: the second finds the event there.
  await db.batch([db.update(apiKeys).set({ revokedAt }).where(ours), ...events.value.map((event) => event.onConflictDoNothing())]);
  return ok(viewOf({ ...row, revokedAt }));
}

/** Who acts with `key`: never more than its owner may at this moment. A malformed key is refused without a read. */
export async function principalOfKey(db: DrizzleD1Database, key: string, now: number): Promise<Result<Principal>> {
  const id = idOfKey(key);
  if (id === undefined) return refused;
  const [row] = await db
    .select({ key: apiKeys, role: members.role })
    .from(apiKeys)
    .innerJoin(members, and(eq(members.userId, apiKeys.owner), eq(members.organisation, apiKeys.organisation)))
    .where(eq(apiKeys.id, id));
  if (!row || !sameDigest(row.key.digest, await sha256Hex(key))) return refused;
  if (row.key.revokedAt !== null || (row.key.expiresAt !== null && row.key.expiresAt.getTime() <= now)) return refused;
  const scopes = row.key.scopes.filter((scope) => scopesOfRole[row.role].includes(scope));
  return ok({ kind: "api-key", id, organisation: row.key.organisation, role: row.role, scopes });
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
  return row?.owner;
}

function viewOf(row: typeof apiKeys.$inferSelect): ApiKey {
  const { id, name, scopes, createdAt, expiresAt, revokedAt } = row;
  return {
    id,
    name,
    scopes,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
