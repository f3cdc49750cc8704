/** The form of an alert rule as the rule that it describes. */
import { alertMetrics } from "../../../../contracts/events/alert-metrics.ts";
import type { PutAlertRule } from "../../../../contracts/services/model-monitor.ts";
import { numberOf, textOf } from "../../interface/form.ts";
import { thresholdOf } from "./alert-words.ts";

/** Empty fields that may be left out are left out; the server says what is wrong with the others. */
export function readRule(form: FormData): PutAlertRule {
  const text = (name: string) => textOf(form, name).trim();
  const number = (name: string) => numberOf(text(name));
  const metric = alertMetrics.find((one) => one === text("metric")) ?? "latency-p95";
  const said = Object.entries({ model: text("model"), version: text("version"), node: text("node"), organisation: text("organisation") });
  return {
    id: text("id"),
    metric,
    comparison: text("comparison") === "below" ? "below" : "above",
    threshold: thresholdOf(metric, number("threshold") ?? Number.NaN),
    windowMinutes: number("windowMinutes"),
    cooldownMinutes: number("cooldownMinutes"),
    minimumRequests: number("minimumRequests"),
    ...Object.fromEntries(said.filter(([, value]) => value !== "")),
    enabled: form.has("enabled"),
  };
}
