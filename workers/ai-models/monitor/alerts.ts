/** Alert rules of the installation: read, written, and measured as time passes. */
import { drizzle } from "drizzle-orm/d1";
import { authorize, authorizeOperator, type Principal } from "../../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../../contracts/result.ts";
import {
  alertRuleSchema,
  putAlertRuleSchema,
  type AlertRuleView,
  type AlertView,
  type PutAlertRule,
} from "../../../contracts/services/model-monitor.ts";
import { commit } from "../commit.ts";
import { neverRaised } from "../domain/monitor/alerting.ts";
import type { AiModelsEnv } from "../env.ts";
import { nextRevision, ruleDeletions, ruleWrites, standingWrites, storedRule, storedRules, viewOf } from "./alert-store.ts";
import { cleared, judged } from "./judging.ts";
import { writeNow } from "./recording.ts";

const maxRules = 100;

export async function alerts(env: AiModelsEnv, principal: Principal): Promise<Result<AlertView[]>> {
  const allowed = authorize(principal, "models:read");
  if (!allowed.ok) return allowed;
  const rules = await storedRules(drizzle(env.AI_MODELS_DB));
  return ok(rules.map(viewOf).map(({ organisation: _, revision: __, ...alert }) => alert));
}

export async function listAlertRules(env: AiModelsEnv, principal: Principal): Promise<Result<AlertRuleView[]>> {
  const allowed = authorizeOperator(principal);
  if (!allowed.ok) return allowed;
  return ok((await storedRules(drizzle(env.AI_MODELS_DB))).map(viewOf));
}

/**
 * Makes or replaces a rule, and measures it at once. How it stood stays; but when somebody else is to be told from now on, whoever was
 * told that it is raised is told that it is over. `precondition_failed` when the rule is not at the `expected` revision, 0 for one that is not there.
 */
export async function putAlertRule(
  env: AiModelsEnv,
  principal: Principal,
  request: PutAlertRule,
  now: number,
  expected?: number,
): Promise<Result<AlertRuleView>> {
  const allowed = authorizeOperator(principal);
  if (!allowed.ok) return allowed;
  const parsed = parse(putAlertRuleSchema, request);
  if (!parsed.ok) return parsed;
  const { id, ...given } = parsed.value;
  const rule = alertRuleSchema.parse(given);
  await writeNow(env);
  const db = drizzle(env.AI_MODELS_DB);
  const put = await commit(db, now, async () => {
    const rules = await storedRules(db);
    const before = rules.find((known) => known.id === id);
    if (expected !== undefined && expected !== (before?.revision ?? 0)) {
      const is = before ? `is at revision ${before.revision} now` : "is not there";
      return err("precondition_failed", `The alert rule \`${id}\` ${is}. Look at it again, then change it.`);
    }
    if (!before && rules.length >= maxRules) return err("conflict", `There are ${maxRules} rules already. Delete one first.`);
    const isHandedOver = before !== undefined && before.rule.organisation !== rule.organisation;
    const standing = before && !isHandedOver ? before.standing : neverRaised;
    const revision = before ? before.revision + 1 : await nextRevision(db, id);
    const { happenings, value } = await judged(db, { id, revision, rule, standing, value: null, measuredAt: null }, now);
    const farewell = isHandedOver && before.standing.state === "raised" ? [cleared(before, null, "removed")] : [];
    return ok({ value, statements: ruleWrites(db, value), happenings: [...farewell, ...happenings] });
  });
  return put.ok ? ok(viewOf(put.value)) : put;
}

export async function deleteAlertRule(env: AiModelsEnv, principal: Principal, id: string, now: number): Promise<Result<true>> {
  const allowed = authorizeOperator(principal);
  if (!allowed.ok) return allowed;
  const db = drizzle(env.AI_MODELS_DB);
  return commit(db, now, async () => {
    const rule = await storedRule(db, id);
    if (!rule) return err("not_found", `There is no alert rule \`${id}\`.`);
    const happenings = rule.standing.state === "raised" ? [cleared(rule, null, "removed")] : [];
    return ok({ value: true as const, statements: ruleDeletions(db, rule), happenings });
  });
}

/** Measures every rule that is on; answers whether any was raised or cleared. */
export async function measureRules(env: AiModelsEnv, now: number): Promise<boolean> {
  const db = drizzle(env.AI_MODELS_DB);
  let changed = false;
  for (const { id, rule } of await storedRules(db)) {
    if (!rule.enabled) continue;
    const done = await commit(db, now, async () => {
      const stored = await storedRule(db, id);
      if (!stored) return ok({ value: false, statements: [], happenings: [] });
      const { value: measured, happenings } = await judged(db, stored, now);
      return ok({ value: happenings.length > 0, statements: standingWrites(db, measured), happenings });
    });
    changed ||= done.ok && done.value;
  }
  return changed;
}
