/** What was measured of models over a window, and how two versions differ in it. */
import { drizzle } from "drizzle-orm/d1";
import type * as z from "zod";
import { authorize, type Principal } from "../../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../../contracts/result.ts";
import {
  comparisonQuerySchema,
  metricsQuerySchema,
  minutesKeptMs,
  type Comparison,
  type ComparisonQuery,
  type Metrics,
  type MetricsQuery,
  type Resolution,
} from "../../../contracts/services/model-monitor.ts";
import { bucketMs, bucketOf, figures, seriesOf, totalOf } from "../domain/monitor/figures.ts";
import { difference, percentile, share } from "../domain/monitor/difference.ts";
import { relativeError, type Sketch } from "../domain/monitor/sketch.ts";
import { failures, type Tally } from "../domain/monitor/tally.ts";
import type { AiModelsEnv } from "../env.ts";
import { resolveModel } from "../registry/resolving.ts";
import { writeNow } from "./recording.ts";
import { readMetrics } from "./store.ts";

/** Rows of storage that an answer is made of at most. */
const maxRows = 20_000;
const minutesUpTo = 360;

interface Window {
  resolution: Resolution;
  /** Whole buckets: from the first that lies in the window wholly or in part to the end of the last. */
  from: number;
  until: number;
}

export async function metrics(env: AiModelsEnv, principal: Principal, query: MetricsQuery, now: number): Promise<Result<Metrics>> {
  const allowed = authorize(principal, "models:read");
  if (!allowed.ok) return allowed;
  const parsed = parse<z.output<typeof metricsQuerySchema>>(metricsQuerySchema, query);
  if (!parsed.ok) return parsed;
  const { minutes, until, model, version, by } = parsed.value;
  const resolution = parsed.value.resolution ?? (minutes <= minutesUpTo ? "minute" : "hour");
  const window = windowOf(minutes, until, resolution, now);
  if (!window.ok) return window;
  await writeNow(env);
  const node = by === "version" ? "" : parsed.value.node;
  const rows = await readMetrics(drizzle(env.AI_MODELS_DB), { ...window.value, model, version, node }, maxRows + 1);
  if (rows.length > maxRows) return err("invalid_input", "That is more than one answer holds. Ask for a shorter window or for one model.");
  return ok({ ...named(window.value), resolution, relativeError, series: seriesOf(rows) });
}

export async function compareVersions(
  env: AiModelsEnv,
  principal: Principal,
  query: ComparisonQuery,
  now: number,
): Promise<Result<Comparison>> {
  const allowed = authorize(principal, "models:read");
  if (!allowed.ok) return allowed;
  const parsed = parse<z.output<typeof comparisonQuerySchema>>(comparisonQuerySchema, query);
  if (!parsed.ok) return parsed;
  const { minutes, until } = parsed.value;
  const window = windowOf(minutes, until, minutes <= minutesKeptMs / 60_000 ? "minute" : "hour", now);
  if (!window.ok) return window;
  await writeNow(env);
  const db = drizzle(env.AI_MODELS_DB);
  const sides = [];
  for (const reference of [parsed.value.baseline, parsed.value.candidate]) {
    const known = await resolveModel(db, reference);
    if (!known.ok) return known;
    const { name: model, version } = known.value;
    const tally = totalOf(await readMetrics(db, { ...window.value, model, version, node: "" }, maxRows));
    sides.push({ shown: { model, version, ...figures(tally) }, tally });
  }
  const [baseline, candidate] = sides;
  if (!baseline || !candidate) return err("internal", "Both versions are to be compared.");
  return ok({
    ...named(window.value),
    baseline: baseline.shown,
    candidate: candidate.shown,
    difference: differences(baseline.tally, candidate.tally),
  });
}

function differences(baseline: Tally, candidate: Tally): Comparison["difference"] {
  const rates = baseline.requests > 0 && candidate.requests > 0;
  return {
    errorRate: rates ? difference(share(failures(baseline), baseline.requests), share(failures(candidate), candidate.requests)) : null,
    latencyMs: percentileDifferences(baseline.latency, candidate.latency),
    queueMs: percentileDifferences(baseline.queue, candidate.queue),
  };
}

function percentileDifferences(baseline: Sketch, candidate: Sketch): Comparison["difference"]["latencyMs"] {
  const at = (q: number) => {
    const [before, after] = [percentile(baseline, q), percentile(candidate, q)];
    return before && after ? difference(before, after) : null;
  };
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function windowOf(minutes: number, until: string | undefined, resolution: Resolution, now: number): Result<Window> {
  const end = until === undefined ? now : Date.parse(until);
  const from = bucketOf(end - minutes * 60_000, resolution);
  if (resolution === "minute" && from < now - minutesKeptMs - bucketMs.hour) {
    const message = "single minutes are kept for a day: ask for hours or for a later window";
    return err("invalid_input", `\`resolution\`: ${message}.`, { fields: [{ path: "resolution", message }] });
  }
  return ok({ resolution, from, until: bucketOf(end, resolution) + bucketMs[resolution] });
}

function named({ from, until }: Window) {
  return { from: new Date(from).toISOString(), until: new Date(until).toISOString() };
}
