/** Tallies as the API shows them. */
import type { Figures, MetricSeries, Resolution } from "../../../../contracts/services/model-monitor.ts";
import type { Sketch } from "./sketch.ts";
import { addTally, emptyTally, failures, type Tally } from "./tally.ts";

/** Length of a bucket, milliseconds. */
export const bucketMs: Record<Resolution, number> = { minute: 60_000, hour: 3_600_000 };

/** Where the bucket begins that holds the moment. */
export function bucketOf(at: number, resolution: Resolution): number {
  return Math.floor(at / bucketMs[resolution]) * bucketMs[resolution];
}

/** What a tally is of. An empty `node`: calls as their callers saw them. */
export interface Measured {
  model: string;
  version: string;
  node: string;
}

export interface BucketTally extends Measured {
  /** Epoch milliseconds at which it begins. */
  bucket: number;
  tally: Tally;
}

/** One series for each that was measured, by name, with a point for each bucket. */
export function seriesOf(rows: readonly BucketTally[]): MetricSeries[] {
  const named = Map.groupBy(rows, ({ model, version, node }) => JSON.stringify([model, version, node]));
  const keys = [...named.keys()].toSorted();
  return keys.map((key) => {
    const own = named.get(key) ?? [];
    const [model = "", version = "", node = ""] = JSON.parse(key) as string[];
    const buckets = [...Map.groupBy(own, ({ bucket }) => bucket)].toSorted(([a], [b]) => a - b);
    const points = buckets.map(([bucket, some]) => ({ at: new Date(bucket).toISOString(), ...figuresOf(some) }));
    return { model, version, node: node === "" ? null : node, total: figuresOf(own), points };
  });
}

export function totalOf(rows: readonly BucketTally[]): Tally {
  const total = emptyTally();
  for (const { tally } of rows) addTally(total, tally);
  return total;
}

function figuresOf(rows: readonly BucketTally[]): Figures {
  return figures(totalOf(rows));
}

export function figures(tally: Tally): Figures {
  const { requests, errors, tokens, cacheHits, hedges, fallbacks, latency, queue } = tally;
  return {
    requests,
    errors,
    errorRate: requests === 0 ? null : failures(tally) / requests,
    tokens,
    cacheHits,
    hedges,
    fallbacks,
    latencyMs: percentilesOf(latency),
    queueMs: percentilesOf(queue),
  };
}

function percentilesOf(sketch: Sketch): Figures["latencyMs"] {
  const [p50, p95, p99] = [sketch.quantile(0.5), sketch.quantile(0.95), sketch.quantile(0.99)];
  return p50 === undefined || p95 === undefined || p99 === undefined ? null : { p50, p95, p99 };
}
