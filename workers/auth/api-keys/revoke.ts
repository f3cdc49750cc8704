/** Revoking a key. */
import { and, eq } from "drizzle-orm";
import { authorize } from "../../../contracts/principal.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import type { ApiKey } from "../../../contracts/services/auth.ts";
import { actorOf, audited, type Ledger } from "../audit.ts";
import { apiKeyRevoked } from "../events.ts";
import { apiKeys } from "../schema.ts";
import { requireFresh, type Standing } from "../sessions.ts";
import { viewOf } from "./key-row.ts";

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
