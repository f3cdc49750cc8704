/** Queries of the monetization database. Everything is read within one organisation, newest first: ids sort by time. */
import { and, desc, eq, lt } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type * as z from "zod";
import { cursorKey, cursorKeys, pageOf, type Page } from "../../contracts/page.ts";
import { ok, type Result } from "../../contracts/result.ts";
import {
  priceRecommendationSchema,
  projectionSummarySchema,
  revenueProjectionSchema,
  type monetizationListSchema,
  type PriceRecommendation,
  type ProjectionSummary,
  type RevenueProjection,
} from "../../contracts/services/monetization.ts";
import { prices, projections } from "./schema.ts";

type List = z.output<typeof monetizationListSchema>;

export function insertPrice(db: DrizzleD1Database, organisation: string, price: PriceRecommendation) {
  const { id, nicheId, createdAt } = price;
  return db
    .insert(prices)
    .values({ organisation, id, nicheId: nicheId ?? null, recommendation: JSON.stringify(price), createdAt: Date.parse(createdAt) });
}

export function insertProjection(db: DrizzleD1Database, organisation: string, projection: RevenueProjection) {
  const { id, nicheId, createdAt } = projection;
  const summary: ProjectionSummary = projectionSummarySchema.parse(projection);
  return db.insert(projections).values({
    organisation,
    id,
    nicheId: nicheId ?? null,
    summary: JSON.stringify(summary),
    projection: JSON.stringify(projection),
    createdAt: Date.parse(createdAt),
  });
}

export async function findPrice(db: DrizzleD1Database, organisation: string, id: string): Promise<PriceRecommendation | undefined> {
  const [row] = await db
    .select({ json: prices.recommendation })
    .from(prices)
    .where(and(eq(prices.organisation, organisation), eq(prices.id, id)));
  return row && readPrice(row);
}

export async function findProjection(db: DrizzleD1Database, organisation: string, id: string): Promise<RevenueProjection | undefined> {
  const [row] = await db
    .select({ json: projections.projection })
    .from(projections)
    .where(and(eq(projections.organisation, organisation), eq(projections.id, id)));
  return row && revenueProjectionSchema.parse(JSON.parse(row.json));
}

export async function listPrices(
  db: DrizzleD1Database,
  organisation: string,
  { limit, cursor, nicheId }: List,
): Promise<Result<Page<PriceRecommendation>>> {
  const before = cursorKey(cursor, cursorKeys.id);
  if (!before.ok) return before;
  const rows = await db
    .select({ id: prices.id, json: prices.recommendation })
    .from(prices)
    .where(
      and(
        eq(prices.organisation, organisation),
        before.value && lt(prices.id, before.value[0]),
        nicheId === undefined ? undefined : eq(prices.nicheId, nicheId),
      ),
    )
    .orderBy(desc(prices.id))
    .limit(limit + 1);
  return ok(pageOf(rows, limit, readPrice, ({ id }) => [id]));
}

export async function listProjections(
  db: DrizzleD1Database,
  organisation: string,
  { limit, cursor, nicheId }: List,
): Promise<Result<Page<ProjectionSummary>>> {
  const before = cursorKey(cursor, cursorKeys.id);
  if (!before.ok) return before;
  const rows = await db
    .select({ id: projections.id, json: projections.summary })
    .from(projections)
    .where(
      and(
        eq(projections.organisation, organisation),
        before.value && lt(projections.id, before.value[0]),
        nicheId === undefined ? undefined : eq(projections.nicheId, nicheId),
      ),
    )
    .orderBy(desc(projections.id))
    .limit(limit + 1);
  const read = ({ json }: { json: string }) => projectionSummarySchema.parse(JSON.parse(json));
  return ok(pageOf(rows, limit, read, ({ id }) => [id]));
}

function readPrice({ json }: { json: string }): PriceRecommendation {
  return priceRecommendationSchema.parse(JSON.parse(json));
}
