/** When an alert is raised and when it is cleared: a pure decision on what was measured. */
import type { AlertMetric } from "../../../../contracts/events/alert-metrics.ts";
import type { AlertRule, AlertState } from "../../../../contracts/services/model-monitor.ts";
import { failures, type Tally } from "./tally.ts";

/** How a rule stands. */
export interface Standing {
  state: AlertState;
  /** When it was last raised; null: never. */
  raisedAt: number | null;
}

export const neverRaised: Standing = { state: "quiet", raisedAt: null };

export interface Verdict {
  standing: Standing;
  /** Absent: nothing to tell. */
  change?: "raised" | "cleared";
}

type Measuring = (tally: Tally, minutes: number) => number | undefined;

/** Of calls that happened: unknown when too few did. The counts are known even when nothing happens. */
const ofCalls: Partial<Record<AlertMetric, Measuring>> = {
  "latency-p50": ({ latency }) => latency.quantile(0.5),
  "latency-p95": ({ latency }) => latency.quantile(0.95),
  "latency-p99": ({ latency }) => latency.quantile(0.99),
  "queue-p95": ({ queue }) => queue.quantile(0.95),
  "error-rate": (tally) => failures(tally) / tally.requests,
  "cache-hit-rate": ({ cacheHits, requests }) => cacheHits / requests,
};
const ofTime: Partial<Record<AlertMetric, Measuring>> = {
  "requests-per-minute": ({ requests }, minutes) => requests / minutes,
  "tokens-per-minute": ({ tokens }, minutes) => tokens / minutes,
};

/** The rule's metric over its window; undefined when it is unknown. */
export function measure({ metric, minimumRequests, windowMinutes }: AlertRule, tally: Tally): number | undefined {
  const known = tally.requests >= minimumRequests ? ofCalls[metric]?.(tally, windowMinutes) : undefined;
  return known ?? ofTime[metric]?.(tally, windowMinutes);
}

/**
 * Raised when the value crosses the threshold, unless it was raised less than the cooldown ago; cleared when it does not cross it any more,
 * or is unknown (nobody calls: there is nothing to be warned of), or the rule is off.
 */
export function judge(rule: AlertRule, before: Standing, value: number | undefined, now: number): Verdict {
  const { comparison, threshold, cooldownMinutes, enabled } = rule;
  const crossed = enabled && value !== undefined && (comparison === "above" ? value > threshold : value < threshold);
  if (before.state === "raised") {
    return crossed ? { standing: before } : { standing: { ...before, state: "quiet" }, change: "cleared" };
  }
  const cooling = before.raisedAt !== null && now - before.raisedAt < cooldownMinutes * 60_000;
  return crossed && !cooling ? { standing: { state: "raised", raisedAt: now }, change: "raised" } : { standing: before };
}
