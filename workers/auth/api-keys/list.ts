/** Listing keys. */
import { and, desc, eq, lt } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { cursorKey, cursorKeys, pageOf, type Page, type PageQuery } from "../../../contracts/page.ts";
import { authorize, type Principal } from "../../../contracts/principal.ts";
import { ok, type Result } from "../../../contracts/result.ts";
import type { ApiKey } from "../../../contracts/services/auth.ts";
import { apiKeys } from "../schema.ts";
import { viewOf } from "./key-row.ts";

/** The organisation's keys, newest first. */
export async function listApiKeys(
  db: DrizzleD1Database,
  principal: Principal,
  { limit, cursor }: PageQuery,
): Promise<Result<Page<ApiKey>>> {
  const allowed = authorize(principal, "keys:read");
  if (!allowed.ok) return allowed;
  const before = cursorKey(cursor, cursorKeys.id);
  if (!before.ok) return before;
  const rows = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.organisation, principal.organisation), before.value && lt(apiKeys.id, before.value[0])))
    .orderBy(desc(apiKeys.id))
    .limit(limit + 1);
  return ok(pageOf(rows, limit, viewOf, ({ id }) => [id]));
}
