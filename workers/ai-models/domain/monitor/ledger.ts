/**
 * What one isolate has counted and not forgotten yet: a tally for each minute and hour of each model, version and node, and what each
 * principal used. Rows hold everything that this isolate counted for them (its *shard*), so writing a row again, or twice, changes nothing:
 * a write that failed is simply part of the next one.
 */
import { resolutions, type Resolution } from "../../../../contracts/services/model-monitor.ts";
import { bucketMs, bucketOf, type Measured } from "./figures.ts";
import { count, emptyTally, storedTally, type Outcome, type StoredTally, type Tally } from "./tally.ts";

/** Rows are written until so long after their bucket has ended; shards are put together only later than that. */
export const writableForMs = 300_000;
/** With more rows in memory than this it begins a new shard as soon as all are written. */
const maxRows = 2_000;

/** Whoever called. */
export interface Caller {
  organisation: string;
  kind: string;
  id: string;
}

export interface MetricRow extends Measured {
  resolution: Resolution;
  bucket: number;
  shard: string;
  tally: StoredTally;
}

export interface UsageRow extends Caller {
  /** The hour. */
  bucket: number;
  model: string;
  shard: string;
  requests: number;
  errors: number;
  tokens: number;
}

export interface Unwritten {
  metrics: MetricRow[];
  usage: UsageRow[];
}

interface Entry<Row> {
  row: Row;
  endsAt: number;
  written: boolean;
}

export class Ledger {
  readonly #newShard: () => string;
  /** Drawn when it is first needed: where modules are loaded no random number is to be had. */
  #shard: string | undefined;
  readonly #metrics = new Map<string, Entry<Omit<MetricRow, "tally" | "shard"> & { tally: Tally }>>();
  readonly #usage = new Map<string, Entry<Omit<UsageRow, "shard">>>();

  constructor(newShard: () => string) {
    this.#newShard = newShard;
  }

  /** Counts a call (an empty `node`) or an attempt at a node, at the moment when it ended. */
  count(measured: Measured, outcome: Outcome, now: number): void {
    for (const resolution of resolutions) {
      const { model, version, node } = measured;
      const bucket = bucketOf(now, resolution);
      const key = JSON.stringify([resolution, bucket, model, version, node]);
      const fresh = { row: { resolution, bucket, model, version, node, tally: emptyTally() }, endsAt: bucket + bucketMs[resolution] };
      const entry = this.#metrics.get(key) ?? { ...fresh, written: false };
      this.#metrics.set(key, entry);
      count(entry.row.tally, outcome);
      entry.written = false;
    }
  }

  /** Counts what the caller used. */
  charge({ organisation, kind, id }: Caller, model: string, outcome: Outcome, now: number): void {
    const bucket = bucketOf(now, "hour");
    const key = JSON.stringify([bucket, organisation, kind, id, model]);
    const fresh = { bucket, organisation, kind, id, model, requests: 0, errors: 0, tokens: 0 };
    const entry = this.#usage.get(key) ?? { row: fresh, endsAt: bucket + bucketMs.hour, written: false };
    this.#usage.set(key, entry);
    entry.row.requests++;
    entry.row.tokens += outcome.tokens;
    if (outcome.error !== undefined) entry.row.errors++;
    entry.written = false;
  }

  /** What is to be written, taken as written from now on. What nobody will add to any more, and cannot be written any more, is forgotten. */
  take(now: number): Unwritten {
    for (const entries of [this.#metrics, this.#usage]) {
      for (const [key, { endsAt, written }] of entries) {
        if (now > endsAt + writableForMs || (written && now > endsAt)) entries.delete(key);
      }
    }
    const shard = (this.#shard ??= this.#newShard());
    const metrics = unwrittenOf(this.#metrics).map(({ tally, ...row }) => ({ ...row, shard, tally: storedTally(tally) }));
    const usage = unwrittenOf(this.#usage).map((row) => ({ ...row, shard }));
    return { metrics, usage };
  }

  /** The rows of the last `take` were not written: they come with the next one. */
  putBack(): void {
    for (const entries of [this.#metrics, this.#usage]) for (const entry of entries.values()) entry.written = false;
  }

  /** They were. With many rows in memory all that stand are left as they are, under their shard, and a new one begins. */
  settle(): void {
    if (this.#metrics.size + this.#usage.size <= maxRows) return;
    const open = [...this.#metrics.values(), ...this.#usage.values()].some(({ written }) => !written);
    if (open) return;
    this.#metrics.clear();
    this.#usage.clear();
    this.#shard = undefined;
  }
}

function unwrittenOf<Row>(entries: Map<string, Entry<Row>>): Row[] {
  const open = [...entries.values()].filter(({ written }) => !written);
  for (const entry of open) entry.written = true;
  return open.map(({ row }) => row);
}
