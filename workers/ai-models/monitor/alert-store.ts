/** Alert rules as rows. */
import { asc, eq, getTableColumns, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { alertRuleSchema, type AlertRule, type AlertRuleView } from "../../../contracts/services/model-monitor.ts";
import type { Standing } from "../domain/monitor/alerting.ts";
import { collideWhere } from "../commit.ts";
import { alertRules, subjectSequences } from "../schema.ts";

export interface StoredRule {
  id: string;
  /** Counts its changes, those of deleted rules of its name too; from 1. */
  revision: number;
  rule: AlertRule;
  standing: Standing;
  value: number | null;
  measuredAt: number | null;
}

export async function storedRules(db: DrizzleD1Database): Promise<StoredRule[]> {
  return (await selectRules(db).orderBy(asc(alertRules.id))).map(read);
}

export async function storedRule(db: DrizzleD1Database, id: string): Promise<StoredRule | undefined> {
  return (await selectRules(db).where(eq(alertRules.id, id))).map(read)[0];
}

/** Changes of a rule have numbers of their own, beside those of its events: two that have seen the same rule give the same one, and collide. */
const changesOf = (id: string) => `alert-rule/${id}`;

function selectRules(db: DrizzleD1Database) {
  const changes = sql<number>`(SELECT COALESCE(MAX(${subjectSequences.sequence}), 0) FROM ${subjectSequences}
    WHERE ${subjectSequences.subject} = ${changesOf("")} || ${alertRules.id})`;
  return db.select({ ...getTableColumns(alertRules), changes }).from(alertRules);
}

/** The revision that a rule of this name would have, were it made now. */
export async function nextRevision(db: DrizzleD1Database, id: string): Promise<number> {
  const [row] = await db
    .select({ changes: sql<number>`COALESCE(MAX(${subjectSequences.sequence}), 0)` })
    .from(subjectSequences)
    .where(eq(subjectSequences.subject, changesOf(id)));
  return (row?.changes ?? 0) + 2;
}

/** Makes the rule or replaces it, at its new revision. */
export function ruleWrites(db: DrizzleD1Database, { id, revision, rule, standing, value, measuredAt }: StoredRule): BatchItem<"sqlite">[] {
  const { organisation = null } = rule;
  const row = { organisation, rule: JSON.stringify(rule), ...standing, value, measuredAt };
  return [
    db
      .insert(alertRules)
      .values({ id, ...row })
      .onConflictDoUpdate({ target: alertRules.id, set: row }),
    db.insert(subjectSequences).values({ subject: changesOf(id), sequence: revision - 1 }),
  ];
}

/** How the rule stands; decided again when it was changed meanwhile. */
export function standingWrites(db: DrizzleD1Database, { id, revision, standing, value, measuredAt }: StoredRule): BatchItem<"sqlite">[] {
  const isLater = sql`${subjectSequences.subject} = ${changesOf(id)} AND ${subjectSequences.sequence} >= ${revision}`;
  return [
    db
      .update(alertRules)
      .set({ ...standing, value, measuredAt })
      .where(eq(alertRules.id, id)),
    collideWhere(db, isLater),
  ];
}

export function ruleDeletions(db: DrizzleD1Database, { id, revision }: StoredRule): BatchItem<"sqlite">[] {
  return [
    db.delete(alertRules).where(eq(alertRules.id, id)),
    db.insert(subjectSequences).values({ subject: changesOf(id), sequence: revision }),
  ];
}

export function viewOf({ id, revision, rule, standing, value, measuredAt }: StoredRule): AlertRuleView {
  const { state, raisedAt } = standing;
  return { id, revision, ...rule, state, value, raisedAt: moment(raisedAt), measuredAt: moment(measuredAt) };
}

const moment = (at: number | null) => (at === null ? null : new Date(at).toISOString());

function read({ id, changes, rule, state, raisedAt, value, measuredAt }: typeof alertRules.$inferSelect & { changes: number }): StoredRule {
  return { id, revision: changes + 1, rule: alertRuleSchema.parse(JSON.parse(rule)), standing: { state, raisedAt }, value, measuredAt };
}
