/** One rule looked at: its metric measured from D1, the verdict and the event that tells of it. */
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { AlertCleared, AlertRaised } from "../../../contracts/events/ai-models.ts";
import type { Happening } from "../commit.ts";
import { judge, measure } from "../domain/monitor/alerting.ts";
import { bucketMs, bucketOf, totalOf } from "../domain/monitor/figures.ts";
import { emptyTally, type Tally } from "../domain/monitor/tally.ts";
import type { StoredRule } from "./alert-store.ts";
import { readMetrics } from "./store.ts";

/** Rows that one rule reads at most. */
const maxRows = 20_000;

/** The rule as it stands now. */
export async function judged(
  db: DrizzleD1Database,
  stored: StoredRule,
  now: number,
): Promise<{ value: StoredRule; happenings: Happening[] }> {
  const { rule, standing: before } = stored;
  const tally = rule.enabled ? await measuredOver(db, stored, now) : emptyTally();
  const value = rule.enabled ? measure(rule, tally) : undefined;
  const { standing, change } = judge(rule, before, value, now);
  const after = { ...stored, standing, value: value ?? null, measuredAt: now };
  const happenings = change === "raised" && value !== undefined ? [raised(after, value, tally.requests)] : [];
  if (change === "cleared") happenings.push(cleared(after, value ?? null, rule.enabled ? "measured" : "switched-off"));
  return { value: after, happenings };
}

/** The minutes of the window, the one under way included. */
async function measuredOver(db: DrizzleD1Database, { rule }: StoredRule, now: number): Promise<Tally> {
  const { model, version, node = "", windowMinutes } = rule;
  const until = bucketOf(now, "minute") + bucketMs.minute;
  const from = until - windowMinutes * bucketMs.minute;
  return totalOf(await readMetrics(db, { resolution: "minute", from, until, model, version, node }, maxRows));
}

function raised(stored: StoredRule, value: number, requests: number): Happening {
  const data: AlertRaised = { ...described(stored), value, requests };
  return { ...about(stored), type: "model.alert-raised", data };
}

/** `value` null: it is unknown, or was not measured. */
export function cleared(stored: StoredRule, value: number | null, reason: AlertCleared["reason"]): Happening {
  const data: AlertCleared = { ...described(stored), value, reason };
  return { ...about(stored), type: "model.alert-cleared", data };
}

function described({ id, rule }: StoredRule) {
  const { metric, comparison, threshold, windowMinutes, model = null, version = null, node = null } = rule;
  return { rule: id, metric, comparison, threshold, windowMinutes, model, version, node };
}

function about({ id, rule: { organisation } }: StoredRule): Pick<Happening, "about"> {
  return { about: { kind: "alert", id, ...(organisation === undefined ? {} : { organisation }) } };
}
