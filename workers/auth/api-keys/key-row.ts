/** A key as it is stored: whose it is, how it is shown, whether it lives, and the row of a new one. */
import { sha256Hex } from "../../../contracts/digest.ts";
import type { Scope } from "../../../contracts/principal.ts";
import type { ApiKey } from "../../../contracts/services/auth.ts";
import type { Ledger } from "../audit.ts";
import { apiKeyCreated } from "../events.ts";
import { apiKeys } from "../schema.ts";

export type KeyRow = typeof apiKeys.$inferSelect;

/** One of the two: a key is a person's or a service's. */
export interface Whose {
  owner: string | null;
  service: string | null;
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

export function isAlive({ revokedAt, expiresAt }: { revokedAt: Date | null; expiresAt: Date | null }, now: number): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt.getTime() > now);
}

/** Without the key itself. */
export function viewOf(row: KeyRow): ApiKey {
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
