/** Identities of other services on an account: which there are, and taking one off. */
import { and, asc, eq, ne } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { authorizePerson, type Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { LinkedIdentity } from "../../contracts/services/providers.ts";
import { actorOf, audited, type Ledger } from "./audit.ts";
import { credential } from "./passwords.ts";
import { accounts, passkeys } from "./schema.ts";
import { requireRecent, type Standing } from "./sessions.ts";

/** With which other services the person can sign in. */
export async function listIdentities(db: DrizzleD1Database, principal: Principal): Promise<Result<LinkedIdentity[]>> {
  const allowed = authorizePerson(principal);
  if (!allowed.ok) return allowed;
  const rows = await db
    .select({ id: accounts.id, provider: accounts.providerId, linkedAt: accounts.createdAt })
    .from(accounts)
    .where(and(eq(accounts.userId, principal.id), ne(accounts.providerId, credential)))
    .orderBy(asc(accounts.createdAt));
  return ok(rows.map(({ id, provider, linkedAt }) => ({ id, provider, linkedAt: linkedAt.toISOString() })));
}

/** Takes an identity off the account. `conflict` when it is the only way in: without a password or a passkey nobody would come back. */
export async function removeIdentity(ledger: Ledger, { principal, token }: Standing, id: string): Promise<Result<void>> {
  const { db, sources } = ledger;
  const recent = await requireRecent(db, principal, token, sources.now());
  if (!recent.ok) return recent;
  return audited(ledger, async () => {
    const ways = await db
      .select({ id: accounts.id, provider: accounts.providerId })
      .from(accounts)
      .where(eq(accounts.userId, principal.id));
    const row = ways.find((way) => way.id === id && way.provider !== credential);
    if (!row) return err("not_found", `You have no identity ${id}.`);
    const keys = await db.select({ id: passkeys.id }).from(passkeys).where(eq(passkeys.userId, principal.id)).limit(1);
    if (ways.length + keys.length < 2) return err("conflict", "This is your only way in. Set a password or a passkey first.");
    return ok({
      value: undefined,
      statements: [db.delete(accounts).where(and(eq(accounts.id, id), eq(accounts.userId, principal.id)))],
      told: [{ action: "identity.removed", actor: actorOf(principal), target: principal.id, details: { provider: row.provider } }],
    });
  });
}
