/** Alert rules as rows. */
import { asc, eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { alertRuleSchema, type AlertRule, type AlertRuleView } from "../../../contracts/services/model-monitor.ts";
import type { Standing } from "../domain/monitor/alerting.ts";
import { alertRules } from "../schema.ts";

export interface StoredRule {
  id: string;
  rule: AlertRule;
  standing: Standing;
  value: number | null;
  measuredAt: number | null;
}

export async function storedRules(db: DrizzleD1Database): Promise<StoredRule[]> {
  return (await db.select().from(alertRules).orderBy(asc(alertRules.id))).map(read);
}

export async function storedRule(db: DrizzleD1Database, id: string): Promise<StoredRule | undefined> {
  return (await db.select().from(alertRules).where(eq(alertRules.id, id))).map(read)[0];
}

/** Makes the rule or replaces it. */
export function ruleWrite(db: DrizzleD1Database, { id, rule, standing, value, measuredAt }: StoredRule): BatchItem<"sqlite"> {
  const { organisation = null } = rule;
  const row = { organisation, rule: JSON.stringify(rule), ...standing, value, measuredAt };
  return db
    .insert(alertRules)
    .values({ id, ...row })
    .onConflictDoUpdate({ target: alertRules.id, set: row });
}

export function ruleDeletion(db: DrizzleD1Database, id: string): BatchItem<"sqlite"> {
  return db.delete(alertRules).where(eq(alertRules.id, id));
}

export function viewOf({ id, rule, standing, value, measuredAt }: StoredRule): AlertRuleView {
  const { state, raisedAt } = standing;
  return { id, ...rule, state, value, raisedAt: moment(raisedAt), measuredAt: moment(measuredAt) };
}

const moment = (at: number | null) => (at === null ? null : new Date(at).toISOString());

function read({ id, rule, state, raisedAt, value, measuredAt }: typeof alertRules.$inferSelect): StoredRule {
  return { id, rule: alertRuleSchema.parse(JSON.parse(rule)), standing: { state, raisedAt }, value, measuredAt };
}
