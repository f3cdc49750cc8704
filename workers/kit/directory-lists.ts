/** Lists of a service's directory of actors, within one organisation. */
import { and, asc, desc, eq, gt, lt, or, type SQL } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import * as z from "zod";
import { cursorKey, cursorKeys, pageOf, type Page, type PageQuery } from "../../contracts/page.ts";
import { faultSchema, ok, type Result } from "../../contracts/result.ts";
import { tenantActorKinds, type ActorSummary, type DeadLetter, type TenantActorKind } from "../../contracts/services/actors.ts";
import { actors, deadLetters } from "./schema.ts";

export interface Listing {
  organisation: string;
  kind: TenantActorKind;
  page: PageQuery;
}

/** Actors in the order of their ids. */
export async function listActors(db: DrizzleD1Database, { organisation, kind, page }: Listing): Promise<Result<Page<ActorSummary>>> {
  const after = cursorKey(page.cursor, cursorKeys.id);
  if (!after.ok) return after;
  const rows = await db
    .select()
    .from(actors)
    .where(and(eq(actors.organisation, organisation), eq(actors.kind, kind), after.value && gt(actors.id, after.value[0])))
    .orderBy(asc(actors.id))
    .limit(page.limit + 1);
  return ok(pageOf(rows, page.limit, actorOf, ({ id }) => [id]));
}

/** Dead letters, latest first. */
export async function listDeadLetters(db: DrizzleD1Database, { organisation, kind, page }: Listing): Promise<Result<Page<DeadLetter>>> {
  const before = cursorKey(page.cursor, z.tuple([z.string(), z.string(), z.string()]));
  if (!before.ok) return before;
  const rows = await db
    .select()
    .from(deadLetters)
    .where(and(eq(deadLetters.organisation, organisation), eq(deadLetters.kind, kind), before.value && behind(...before.value)))
    .orderBy(desc(deadLetters.diedAt), asc(deadLetters.actorId), asc(deadLetters.effectId))
    .limit(page.limit + 1);
  return ok(pageOf(rows, page.limit, letterOf, ({ diedAt, actorId, effectId }) => [diedAt, actorId, effectId]));
}

function behind(diedAt: string, actorId: string, effectId: string): SQL | undefined {
  const sameTime = eq(deadLetters.diedAt, diedAt);
  return or(
    lt(deadLetters.diedAt, diedAt),
    and(sameTime, gt(deadLetters.actorId, actorId)),
    and(sameTime, eq(deadLetters.actorId, actorId), gt(deadLetters.effectId, effectId)),
  );
}

function actorOf({ organisation: _, kind, ...row }: typeof actors.$inferSelect): ActorSummary {
  return { kind: knownKind(kind), ...row };
}

function letterOf({ organisation: _, kind, fault, ...row }: typeof deadLetters.$inferSelect): DeadLetter {
  return { kind: knownKind(kind), ...row, fault: faultSchema.parse(JSON.parse(fault)) };
}

/** Rows are asked for by a kind that exists. */
function knownKind(kind: string): TenantActorKind {
  return z.enum(tenantActorKinds).parse(kind);
}
