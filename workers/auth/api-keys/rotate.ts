/** Making a key in the place of another. */
import { and, eq } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { authorize, type Principal } from "../../../contracts/principal.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import type { CreatedApiKey } from "../../../contracts/services/auth.ts";
import { actorOf, audited, type Ledger } from "../audit.ts";
import { newKey } from "../domain/api-key.ts";
import { apiKeys } from "../schema.ts";
import { requireFresh, type Standing } from "../sessions.ts";
import { ownerOf } from "./acting.ts";
import { freshKey, isAlive, type Whose } from "./key-row.ts";

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

async function mayRotate(db: DrizzleD1Database, principal: Principal, { owner, service }: Whose): Promise<boolean> {
  if (service === null) return (await ownerOf(db, principal)) === owner;
  if (principal.kind === "service") return principal.id === service;
  return principal.kind === "user" && authorize(principal, "organisation:admin").ok;
}
