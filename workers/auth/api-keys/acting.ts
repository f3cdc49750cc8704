/** Who acts with a key: a service, or somebody in a person's name. */
import { and, eq, isNotNull, isNull, lte, or } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { sha256Hex } from "../../../contracts/digest.ts";
import { sameDigest } from "../../../contracts/node-protocol.ts";
import { leastRoleWith, scopesOfRole, type Principal, type Role } from "../../../contracts/principal.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import { lacksFactor } from "../demands.ts";
import { idOfKey } from "../domain/api-key.ts";
import { apiKeys, members, organisations } from "../schema.ts";
import type { Acting } from "../sessions.ts";
import { isAlive, type KeyRow } from "./key-row.ts";

/** How coarsely the use of a key is noted. */
const usedEveryMs = 60_000;

const refused = err("unauthenticated", "This API key is not valid.");

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
export function serviceOf({ service, organisation, scopes }: KeyRow): Principal | undefined {
  return service === null ? undefined : { kind: "service", id: service, organisation, role: leastRoleWith(scopes), scopes };
}

function keyOf({ id, organisation, scopes }: KeyRow, role: Role, lacking: boolean): Principal {
  const held = lacking ? [] : scopes.filter((scope) => scopesOfRole[role].includes(scope));
  return { kind: "api-key", id, organisation, role, scopes: held };
}

/** The person whose membership `principal` acts on; undefined for principals that are nobody's. */
export async function ownerOf(db: DrizzleD1Database, principal: Principal): Promise<string | undefined> {
  if (principal.kind === "user") return principal.id;
  if (principal.kind !== "api-key") return undefined;
  const [row] = await db.select({ owner: apiKeys.owner }).from(apiKeys).where(eq(apiKeys.id, principal.id));
  return row?.owner ?? undefined;
}
