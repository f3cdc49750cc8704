/** Listing keys. */
import { and, desc, eq, lt } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { decodeCursor, encodeCursor, type Page, type PageQuery } from "../../../contracts/page.ts";
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
