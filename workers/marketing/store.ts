/** Queries of the marketing database. Everything is read within one organisation, newest first: ids sort by time. */
import { and, desc, eq, lt } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { decodeCursor, encodeCursor, type Page, type PageQuery } from "../../contracts/page.ts";
import { ok, type Result } from "../../contracts/result.ts";
import type { Money } from "../../contracts/money.ts";
import { planSchema, planSummarySchema, type MarketingPlan, type PlanSummary } from "../../contracts/services/marketing.ts";
import { isPublishable } from "./domain/plan.ts";
import { plans } from "./schema.ts";

/** Insert for the batch that also records the command and the event. */
export function insertPlan(db: DrizzleD1Database, organisation: string, plan: MarketingPlan, budget: Money) {
  return db.insert(plans).values({
    organisation,
    id: plan.id,
    nicheId: plan.niche.id,
    summary: JSON.stringify(summaryOf(plan, budget)),
    plan: JSON.stringify(plan),
    createdAt: Date.parse(plan.createdAt),
  });
}

export async function findPlan(db: DrizzleD1Database, organisation: string, id: string): Promise<MarketingPlan | undefined> {
  const [row] = await db
    .select({ plan: plans.plan })
    .from(plans)
    .where(and(eq(plans.organisation, organisation), eq(plans.id, id)));
  return row && planSchema.parse(JSON.parse(row.plan));
}

export async function listPlans(
  db: DrizzleD1Database,
  organisation: string,
  { limit, cursor }: PageQuery,
): Promise<Result<Page<PlanSummary>>> {
  const key = cursor === undefined ? undefined : decodeCursor(cursor);
  if (key && !key.ok) return key;
  const before = key?.value[0];
  const rows = await db
    .select({ id: plans.id, summary: plans.summary })
    .from(plans)
    .where(and(eq(plans.organisation, organisation), before === undefined ? undefined : lt(plans.id, String(before))))
    .orderBy(desc(plans.id))
    // One row more shows that another page follows.
    .limit(limit + 1);
  const items = rows.slice(0, limit).map(({ summary }) => planSummarySchema.parse(JSON.parse(summary)));
  const last = items.at(-1);
  return ok(rows.length > limit && last ? { items, nextCursor: encodeCursor([last.id]) } : { items });
}

function summaryOf(plan: MarketingPlan, budget: Money): PlanSummary {
  const { id, niche, productName, createdAt } = plan;
  return {
    id,
    niche,
    productName,
    createdAt,
    budget,
    publishable: isPublishable(plan),
    topChannel: plan.channels[0]?.channel ?? "content-marketing",
  };
}
