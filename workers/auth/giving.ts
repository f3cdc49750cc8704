/** Who somebody is at this moment in whose name work goes on that they asked for earlier: a run, an analysis. */
import { and, desc, eq } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import * as z from "zod";
import { giverKinds, scopesOfRole, type Giver, type Principal } from "../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../contracts/result.ts";
import { serviceOf } from "./api-keys/acting.ts";
import { isAlive } from "./api-keys/key-row.ts";
import { apiKeys, members } from "./schema.ts";

/** Rotations that are followed from one key to the next. */
const mostSuccessors = 50;

const giverSchema = z.object({ kind: z.enum(giverKinds), id: z.string().min(1), organisation: z.string().min(1) });
const gone = err("unauthenticated", "Nobody acts by this name any more.");

/**
 * The person with the role, or the key or service with the permissions, of this moment. A key that was rotated is what took its place: it was
 * exchanged, not taken away. `unauthenticated` when the person is no member, the key was revoked or has run out, or the service has no key that is not.
 */
export async function givingNow(db: DrizzleD1Database, giver: Giver, now: number): Promise<Result<Principal>> {
  const parsed = parse(giverSchema, giver);
  if (!parsed.ok) return parsed;
  const { kind, id, organisation } = parsed.value;
  if (kind === "api-key") return keyNow(db, { id, organisation }, now);
  if (kind === "service") return serviceNow(db, { id, organisation }, now);
  const [row] = await db
    .select({ role: members.role })
    .from(members)
    .where(and(eq(members.organisation, organisation), eq(members.userId, id)));
  return row ? ok({ kind, id, organisation, role: row.role, scopes: [...scopesOfRole[row.role]] }) : gone;
}

async function serviceNow(
  db: DrizzleD1Database,
  { id, organisation }: { id: string; organisation: string },
  now: number,
): Promise<Result<Principal>> {
  const rows = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.service, id), eq(apiKeys.organisation, organisation)))
    .orderBy(desc(apiKeys.id));
  const alive = rows.find((row) => isAlive(row, now));
  const service = alive && serviceOf(alive);
  return service ? ok(service) : gone;
}

async function keyNow(db: DrizzleD1Database, named: { id: string; organisation: string }, now: number): Promise<Result<Principal>> {
  const { organisation } = named;
  let id: string | null = named.id;
  for (let turn = 0; id !== null && turn < mostSuccessors; turn++) {
    const [row] = await db
      .select({ key: apiKeys, role: members.role })
      .from(apiKeys)
      .innerJoin(members, and(eq(members.userId, apiKeys.owner), eq(members.organisation, apiKeys.organisation)))
      .where(and(eq(apiKeys.id, id), eq(apiKeys.organisation, organisation)));
    if (!row || row.key.revokedAt !== null) return gone;
    const { role, key } = row;
    const scopes = key.scopes.filter((scope) => scopesOfRole[role].includes(scope));
    if (isAlive(key, now)) return ok({ kind: "api-key", id: named.id, organisation, role, scopes });
    id = key.successor;
  }
  return gone;
}
