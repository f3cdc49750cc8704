/** Alert rules in words, and their figures in the units that people write. */
import type { AlertMetric } from "../../../../contracts/events/alert-metrics.ts";
import type { AlertView } from "../../../../contracts/services/model-monitor.ts";
import { figure, latency, plural } from "../../interface/formats.ts";
import { shortVersion } from "../version-name.ts";

type Unit = "ms" | "%" | "a minute";

const metrics: Record<AlertMetric, { words: string; unit: Unit }> = {
  "latency-p50": { words: "time to the answer, p50", unit: "ms" },
  "latency-p95": { words: "time to the answer, p95", unit: "ms" },
  "latency-p99": { words: "time to the answer, p99", unit: "ms" },
  "queue-p95": { words: "wait in the queue, p95", unit: "ms" },
  "error-rate": { words: "share of failed calls", unit: "%" },
  "cache-hit-rate": { words: "share answered from the cache", unit: "%" },
  "requests-per-minute": { words: "requests", unit: "a minute" },
  "tokens-per-minute": { words: "tokens", unit: "a minute" },
};

export function metricWords(metric: AlertMetric): string {
  return metrics[metric].words;
}

export function unitOf(metric: AlertMetric): Unit {
  return metrics[metric].unit;
}

/** Whether the rule says nothing until there were enough requests. Counts are known from the first one on. */
export function needsRequests(metric: AlertMetric): boolean {
  return unitOf(metric) !== "a minute";
}

/** A figure of this metric as people read it: "812 ms", "5 %", "120 a minute". */
export function metricFigure(metric: AlertMetric, value: number): string {
  const unit = unitOf(metric);
  if (unit === "ms") return latency(value);
  return unit === "%" ? `${figure(value * 100)} %` : `${figure(value)} a minute`;
}

/** What people write into the form is per cent, what the rule holds is a share. Twelve digits undo what binary fractions add. */
export function thresholdOf(metric: AlertMetric, written: number): number {
  return unitOf(metric) === "%" ? Number((written / 100).toPrecision(12)) : written;
}

export function writtenThreshold(metric: AlertMetric, threshold: number): number {
  return unitOf(metric) === "%" ? Number((threshold * 100).toPrecision(12)) : threshold;
}

type Rule = Pick<AlertView, "metric" | "comparison" | "threshold" | "windowMinutes" | "model" | "version" | "node">;

/** "Time to the answer, p95, above 800 ms over 5 minutes, at all-minilm-l6-v2 on desk" */
export function ruleInWords(rule: Rule, nodeName: (id: string) => string): string {
  const { metric, comparison, threshold, windowMinutes, model, version, node } = rule;
  const words = `${metricWords(metric)} ${comparison} ${metricFigure(metric, threshold)} over ${plural(windowMinutes, "minute")}`;
  const which = [
    ...(model === undefined ? [] : [`of ${model}${version === undefined ? "" : `@${shortVersion(version)}`}`]),
    ...(model === undefined && version !== undefined ? [`of version ${shortVersion(version)}`] : []),
    ...(node === undefined ? [] : [`on ${nodeName(node)}`]),
  ];
  return [words.charAt(0).toUpperCase() + words.slice(1), ...which].join(", ");
}

export type Standing = "off" | "unknown" | "quiet" | "raised";

/** How a rule stands. Unknown: too few calls in its window, or not measured yet. */
export function standingOf({ enabled = true, state, value }: Pick<AlertView, "enabled" | "state" | "value">): Standing {
  if (!enabled) return "off";
  if (state === "raised") return "raised";
  return value === null ? "unknown" : "quiet";
}
