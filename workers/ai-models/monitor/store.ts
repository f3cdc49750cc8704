/** Rows of the monitor: written by every isolate for itself, put together when they are read and once more for good. */
import { and, eq, gt, gte, lt, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { hoursKeptMs, minutesKeptMs, type Resolution } from "../../../contracts/services/model-monitor.ts";
import { bucketMs, type BucketTally } from "../domain/monitor/figures.ts";
import { writableForMs, type Unwritten } from "../domain/monitor/ledger.ts";
import { addTally, emptyTally, readTally, storedTally, storedTallySchema } from "../domain/monitor/tally.ts";
import { modelMetrics, modelUsage } from "../schema.ts";

/** Shards of an hour are put together this long after its end: nobody writes them any more then. */
const settledAfterMs = 2 * writableForMs;
/** Hours put together at a time. */
const hoursAtOnce = 6;

/** Rows in one statement: its parameter must stay below the 2 MB of a row. */
const rowsAtOnce = 200;

/** One statement for many rows. A row that stands there is replaced by what its own isolate knows now. */
export async function writeRows(d1: D1Database, { metrics, usage }: Unwritten): Promise<void> {
  const statements = [
    ...chunks(metrics).map((rows) =>
      d1
        .prepare(
          `INSERT INTO model_metrics (resolution, bucket, model, version, node, shard, tally)
            SELECT value ->> 'resolution', value ->> 'bucket', value ->> 'model', value ->> 'version', value ->> 'node', value ->> 'shard',
              value -> 'tally' FROM json_each(?1) WHERE TRUE
            ON CONFLICT DO UPDATE SET tally = excluded.tally`,
        )
        .bind(JSON.stringify(rows)),
    ),
    ...chunks(usage).map((rows) =>
      d1
        .prepare(
          `INSERT INTO model_usage (organisation, bucket, kind, id, model, shard, requests, errors, tokens)
            SELECT value ->> 'organisation', value ->> 'bucket', value ->> 'kind', value ->> 'id', value ->> 'model', value ->> 'shard',
              value ->> 'requests', value ->> 'errors', value ->> 'tokens' FROM json_each(?1) WHERE TRUE
            ON CONFLICT DO UPDATE SET requests = excluded.requests, errors = excluded.errors, tokens = excluded.tokens`,
        )
        .bind(JSON.stringify(rows)),
    ),
  ];
  if (statements.length > 0) await d1.batch(statements);
}

function chunks<Row>(rows: readonly Row[]): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, index) =>
    rows.slice(index * rowsAtOnce, (index + 1) * rowsAtOnce),
  );
}

export interface Wanted {
  resolution: Resolution;
  /** Buckets that begin at `from` or later, before `until`; epoch milliseconds. */
  from: number;
  until: number;
  model?: string | undefined;
  version?: string | undefined;
  /** The empty text: calls as their callers saw them; absent: every node's attempts. */
  node?: string | undefined;
}

/** Shards as they stand, in no order, up to `limit` of them. */
export async function readMetrics(db: DrizzleD1Database, wanted: Wanted, limit: number): Promise<BucketTally[]> {
  const { resolution, from, until, model, version, node } = wanted;
  const { bucket } = modelMetrics;
  const rows = await db
    .select({ bucket, model: modelMetrics.model, version: modelMetrics.version, node: modelMetrics.node, tally: modelMetrics.tally })
    .from(modelMetrics)
    .where(
      and(
        eq(modelMetrics.resolution, resolution),
        gte(bucket, from),
        lt(bucket, until),
        model === undefined ? undefined : eq(modelMetrics.model, model),
        version === undefined ? undefined : eq(modelMetrics.version, version),
        node === undefined ? gt(modelMetrics.node, "") : eq(modelMetrics.node, node),
      ),
    )
    .limit(limit);
  return rows.map(({ tally, ...row }) => ({ ...row, tally: readTally(storedTallySchema.parse(JSON.parse(tally))) }));
}

const used = {
  requests: sql<number>`SUM(${modelUsage.requests})`,
  errors: sql<number>`SUM(${modelUsage.errors})`,
  tokens: sql<number>`SUM(${modelUsage.tokens})`,
};
const maxItems = 1_000;

/** What one organisation used since the hour that holds `from`, by caller and model, the most tokens first. */
export async function usageOf(db: DrizzleD1Database, organisation: string, from: number) {
  const { kind, id, model } = modelUsage;
  const own = and(eq(modelUsage.organisation, organisation), gte(modelUsage.bucket, from));
  const [total] = await db.select(used).from(modelUsage).where(own);
  const items = await db
    .select({ kind, id, model, ...used })
    .from(modelUsage)
    .where(own)
    .groupBy(kind, id, model)
    .orderBy(sql`SUM(${modelUsage.tokens}) DESC`, kind, id, model)
    .limit(maxItems);
  return { total: { requests: total?.requests ?? 0, errors: total?.errors ?? 0, tokens: total?.tokens ?? 0 }, items };
}

export async function usageByOrganisation(db: DrizzleD1Database, from: number) {
  const { organisation } = modelUsage;
  return db
    .select({ organisation, ...used })
    .from(modelUsage)
    .where(gte(modelUsage.bucket, from))
    .groupBy(organisation)
    .orderBy(sql`SUM(${modelUsage.tokens}) DESC`, organisation)
    .limit(maxItems);
}

/**
 * Puts the shards of hours that have settled together into one row each, and drops what is older than it is kept. Each hour in one batch, so
 * that a reader sees either its shards or their sum. Only one isolate at a time may do it (`claim`).
 */
export async function tidy(db: DrizzleD1Database, d1: D1Database, now: number): Promise<void> {
  await d1.batch([
    d1.prepare("DELETE FROM model_metrics WHERE resolution = 'minute' AND bucket < ?").bind(now - minutesKeptMs),
    d1.prepare("DELETE FROM model_metrics WHERE resolution = 'hour' AND bucket < ?").bind(now - hoursKeptMs),
    d1.prepare("DELETE FROM model_usage WHERE bucket < ?").bind(now - hoursKeptMs),
  ]);
  const settled = now - settledAfterMs - bucketMs.hour;
  const { results } = await d1
    .prepare(
      `SELECT bucket FROM model_metrics WHERE resolution = 'hour' AND bucket <= ?1 AND shard <> ''
        UNION SELECT bucket FROM model_usage WHERE bucket <= ?1 AND shard <> '' ORDER BY bucket LIMIT ?2`,
    )
    .bind(settled, hoursAtOnce)
    .all<{ bucket: number }>();
  for (const { bucket } of results) await putTogether(db, d1, bucket);
}

async function putTogether(db: DrizzleD1Database, d1: D1Database, bucket: number): Promise<void> {
  const hour = { resolution: "hour", from: bucket, until: bucket + 1 } as const;
  const everything = [...(await readMetrics(db, hour, -1)), ...(await readMetrics(db, { ...hour, node: "" }, -1))];
  const sums = [...Map.groupBy(everything, ({ model, version, node }) => JSON.stringify([model, version, node]))].map(([key, rows]) => {
    const tally = emptyTally();
    for (const row of rows) addTally(tally, row.tally);
    const [model, version, node] = JSON.parse(key) as string[];
    return { model, version, node, tally: storedTally(tally) };
  });
  await d1.batch([
    d1.prepare("DELETE FROM model_metrics WHERE resolution = 'hour' AND bucket = ?").bind(bucket),
    d1
      .prepare(
        `INSERT INTO model_metrics (resolution, bucket, model, version, node, shard, tally)
          SELECT 'hour', ?1, value ->> 'model', value ->> 'version', value ->> 'node', '', value -> 'tally' FROM json_each(?2)`,
      )
      .bind(bucket, JSON.stringify(sums)),
    // The sum takes the place of the row that stands for the hour already, if one does; then the shards go.
    d1
      .prepare(
        `INSERT INTO model_usage (organisation, bucket, kind, id, model, shard, requests, errors, tokens)
          SELECT organisation, bucket, kind, id, model, '', SUM(requests), SUM(errors), SUM(tokens) FROM model_usage WHERE bucket = ?1
            GROUP BY organisation, kind, id, model
          ON CONFLICT DO UPDATE SET requests = excluded.requests, errors = excluded.errors, tokens = excluded.tokens`,
      )
      .bind(bucket),
    d1.prepare("DELETE FROM model_usage WHERE bucket = ? AND shard <> ''").bind(bucket),
  ]);
}

/** True when nobody has begun the task in the last `everyMs`: then the caller is to do it. */
export async function claim(d1: D1Database, task: string, everyMs: number, now: number): Promise<boolean> {
  const { meta } = await d1
    .prepare("INSERT INTO monitor_clock (name, at) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET at = ?2 WHERE at <= ?2 - ?3")
    .bind(task, now, everyMs)
    .run();
  return meta.changes > 0;
}
