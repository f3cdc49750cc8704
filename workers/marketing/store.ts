/** Queries of the marketing database. Everything is read within one organisation, newest first: ids sort by time. */
import { and, desc, eq, lt } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { cursorKey, cursorKeys, pageOf, type Page, type PageQuery } from "../../contracts/page.ts";
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
  const before = cursorKey(cursor, cursorKeys.id);
  if (!before.ok) return before;
  const rows = await db
    .select({ id: plans.id, summary: plans.summary })
    .from(plans)
    .where(and(eq(plans.organisation, organisation), before.value && lt(plans.id, before.value[0])))
    .orderBy(desc(plans.id))
    .limit(limit + 1);
  const read = ({ summary }: { summary: string }) => planSummarySchema.parse(JSON.parse(summary));
  return ok(pageOf(rows, limit, read, ({ id }) => [id]));
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
