/** The performance monitor of the AI Models service: what is measured of models, what it is compared with, who used how much, and alerts. */
import * as z from "zod";
import { alertMetrics } from "../events/alert-metrics.ts";
import { idSchema } from "../ids.ts";
import type { Principal } from "../principal.ts";
import type { Result } from "../result.ts";

/** How long figures are kept: by the minute, and by the hour. */
export const minutesKeptMs = 86_400_000;
export const hoursKeptMs = 90 * 86_400_000;

const windowSchema = z.object({
  /** Length of the window. */
  minutes: z.coerce
    .number()
    .int()
    .min(1)
    .max(hoursKeptMs / 60_000)
    .default(60),
  /** Its end; default: now. */
  until: z.iso.datetime({ offset: true }).optional(),
});

export const resolutions = ["minute", "hour"] as const;
export type Resolution = (typeof resolutions)[number];

export const metricsQuerySchema = windowSchema.extend({
  /** Width of a point. Default: a minute for windows of up to six hours, else an hour. Minutes are kept for a day. */
  resolution: z.enum(resolutions).optional(),
  /** Only this model, by its registry name. */
  model: z.string().min(1).max(200).optional(),
  /** Only this version. */
  version: z.string().min(1).max(200).optional(),
  /** Only this node's attempts, by its id. */
  node: z.string().min(1).max(200).optional(),
  /** `version`: calls as their callers saw them. `node`: attempts at each node, failed ones included. */
  by: z.enum(["version", "node"]).default("version"),
});
export type MetricsQuery = z.input<typeof metricsQuerySchema>;

const percentilesSchema = z.object({ p50: z.number(), p95: z.number(), p99: z.number() });

/** What was measured of some calls. */
export const figuresSchema = z.object({
  requests: z.int().min(0),
  /** How many failed, by kind. */
  errors: z.record(z.string(), z.int().min(0)),
  /** Share of failed ones; null without requests. */
  errorRate: z.number().nullable(),
  /** Tokens that nodes read. */
  tokens: z.number().min(0),
  /** Answered without a node: from the cache, or together with an equal call that was under way. */
  cacheHits: z.int().min(0),
  /** Sent to a second node because the first was slow. */
  hedges: z.int().min(0),
  /** Calls that came here because another version could not answer, by strategy: how many, and how many of them were answered. */
  fallbacks: z.record(z.string(), z.object({ asked: z.int().min(0), answered: z.int().min(0) })),
  /** Milliseconds from beginning to answer of successful calls; null when there were none. */
  latencyMs: percentilesSchema.nullable(),
  /** Milliseconds in a node's queue, of those calls whose node said so. */
  queueMs: percentilesSchema.nullable(),
});
export type Figures = z.infer<typeof figuresSchema>;

export const metricSeriesSchema = z.object({
  model: z.string(),
  version: z.string(),
  /** Id of the node; null for calls as their callers saw them. */
  node: z.string().nullable(),
  total: figuresSchema,
  /** By time; points without any request are left out. `at`: where the point begins. */
  points: z.array(figuresSchema.extend({ at: z.iso.datetime() })),
});
export type MetricSeries = z.infer<typeof metricSeriesSchema>;

export const metricsSchema = z.object({
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  resolution: z.enum(resolutions),
  /** How far a percentile may be from the exact one, as a share of it. */
  relativeError: z.number(),
  series: z.array(metricSeriesSchema),
});
export type Metrics = z.infer<typeof metricsSchema>;

export const comparisonQuerySchema = windowSchema.extend({
  /** An alias, a model's name or `name@version`. */
  baseline: z.string().min(1).max(400),
  candidate: z.string().min(1).max(400),
});
export type ComparisonQuery = z.input<typeof comparisonQuerySchema>;

/** An estimate and the bounds that hold the truth with 95 %. */
export const intervalSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });

const comparedSchema = z.object({ model: z.string(), version: z.string() }).extend(figuresSchema.shape);
/** Candidate less baseline; null where there were too few calls for an interval. */
const differencesSchema = z.object({ p50: intervalSchema.nullable(), p95: intervalSchema.nullable(), p99: intervalSchema.nullable() });

export const comparisonSchema = z.object({
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  baseline: comparedSchema,
  candidate: comparedSchema,
  difference: z.object({ errorRate: intervalSchema.nullable(), latencyMs: differencesSchema, queueMs: differencesSchema }),
});
export type Comparison = z.infer<typeof comparisonSchema>;

export const usageQuerySchema = z.object({
  /** Up to now. */
  days: z.coerce.number().int().min(1).max(90).default(30),
});
export type UsageQuery = z.input<typeof usageQuerySchema>;

const usedSchema = z.object({ requests: z.int().min(0), errors: z.int().min(0), tokens: z.number().min(0) });

export const usageSchema = z.object({
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  total: usedSchema,
  /** By tokens, the most first; at most 1,000. */
  items: z.array(
    usedSchema.extend({
      /** `api-key`, `user`, `agent` (a run) or `service`. */
      kind: z.string(),
      id: z.string(),
      model: z.string(),
    }),
  ),
});
export type Usage = z.infer<typeof usageSchema>;

export const installationUsageSchema = z.object({
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  /** By tokens, the most first; at most 1,000. */
  items: z.array(usedSchema.extend({ organisation: z.string() })),
});
export type InstallationUsage = z.infer<typeof installationUsageSchema>;

const ruleIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,49}$/, "must be lower-case letters, digits or dashes");

export const alertRuleSchema = z.object({
  metric: z.enum(alertMetrics),
  comparison: z.enum(["above", "below"]),
  threshold: z.number(),
  /** It is measured over the last so many minutes. */
  windowMinutes: z.int().min(1).max(1_440).default(5),
  /** After it was raised it is not raised again for so long. */
  cooldownMinutes: z.int().min(0).max(10_080).default(30),
  /** With fewer requests in the window a latency or a rate is unknown. */
  minimumRequests: z.int().min(1).max(1_000_000).default(20),
  /** Only calls of this model, this version, or attempts at this node. */
  model: z.string().min(1).max(200).optional(),
  version: z.string().min(1).max(200).optional(),
  node: z.string().min(1).max(200).optional(),
  /** Who is told: the organisation whose webhooks carry the events. Absent: they stand in the log of the installation only. */
  organisation: idSchema("organisation").optional(),
  enabled: z.boolean().default(true),
});
export type AlertRule = z.infer<typeof alertRuleSchema>;

export const putAlertRuleSchema = alertRuleSchema.extend({ id: ruleIdSchema });
export type PutAlertRule = z.input<typeof putAlertRuleSchema>;

export const alertStates = ["quiet", "raised"] as const;
export type AlertState = (typeof alertStates)[number];

/** A rule and how it stands. */
export const alertSchema = putAlertRuleSchema.omit({ organisation: true }).extend({
  state: z.enum(alertStates),
  /** As last measured; null when it is unknown. */
  value: z.number().nullable(),
  /** When it was last raised. */
  raisedAt: z.iso.datetime().nullable(),
  measuredAt: z.iso.datetime().nullable(),
});
export type AlertView = z.infer<typeof alertSchema>;

export const alertRuleViewSchema = alertSchema.extend({
  organisation: alertRuleSchema.shape.organisation,
  /** Another one after every change of the rule; what a change names in `If-Match`. (`version` is a model's here.) */
  revision: z.int().min(1),
});
export type AlertRuleView = z.infer<typeof alertRuleViewSchema>;

export interface ModelMonitor {
  /** Needs `models:read`. `invalid_input` when minutes are asked for that are not kept any more, or the answer would be too long. */
  metrics(principal: Principal, query: MetricsQuery): Promise<Result<Metrics>>;
  /** Two versions in the same window. Needs `models:read`. `not_found` when either does not exist. */
  compareVersions(principal: Principal, query: ComparisonQuery): Promise<Result<Comparison>>;
  /** What the principal's organisation used, by who asked. Needs `models:read`. */
  usage(principal: Principal, query: UsageQuery): Promise<Result<Usage>>;
  /** What every organisation used. Needs the operator. */
  installationUsage(principal: Principal, query: UsageQuery): Promise<Result<InstallationUsage>>;
  /** How the rules stand, without whom they tell. Needs `models:read`. */
  alerts(principal: Principal): Promise<Result<AlertView[]>>;
  /** All rules. Needs the operator, as the two that follow. */
  alertRules(principal: Principal): Promise<Result<AlertRuleView[]>>;
  /**
   * Makes the rule or replaces it, and measures at once. `conflict` when there are 100 others. `expected`: its revision, 0 for none;
   * `precondition_failed` when it is at another one.
   */
  putAlertRule(principal: Principal, rule: PutAlertRule, expected?: number): Promise<Result<AlertRuleView>>;
  /** Deletes the rule; an alert that stands is cleared. `not_found` when there is none. */
  deleteAlertRule(principal: Principal, id: string): Promise<Result<true>>;
  /** Measures the rules and tidies what is due: for whoever has a clock. Calls and heartbeats do the same. */
  keepTime(): Promise<void>;
}
