/**
 * Gives every lane the most useful batch it can have now. Admission is bounded by tokens, the most urgent text leads a batch, texts of
 * nearest length join it, and what nobody waits for any more is never computed.
 */
import type { NodeLoad, Priority } from "../../contracts/node-protocol.ts";
import { err, type Fault, type Result } from "../../contracts/result.ts";
import type { Engine } from "../backends/engine.ts";
import { planBatch, splitIsolated, type BatchLimits } from "./batch-plan.ts";
import { CostModel } from "./cost-model.ts";
import { Job, type JobAnswer, type JobRequest, type Row } from "./job.ts";
import { sharesOf } from "./shares.ts";
import { Throughput } from "./throughput.ts";
import { padRows } from "./token-batch.ts";
import { WaitingLine } from "./waiting-line.ts";

export interface SchedulerOptions {
  engine: Engine;
  /** Most tokens waiting; beyond it a request is refused unless nothing waits. */
  queueTokens: number;
  limits: BatchLimits;
  /** True: batches stop growing below `limits.paddedTokens` where more tokens would not make them more efficient on this device. */
  tuned?: boolean;
  /** Told of every finished batch. */
  onBatch?: (batch: BatchFigures) => void;
  /** Epoch milliseconds; `Date.now` unless given. */
  now?: () => number;
}

export interface BatchFigures {
  rows: number;
  realTokens: number;
  paddedTokens: number;
  milliseconds: number;
}

/** How many waiting entries a batch is chosen from: more where batches are large, or they would run out of texts before tokens. */
const leastWindow = 128;
const tokensAnEntry = 32;
/** Where tuning stops: a batch below this is short on any device. */
const leastTunedTokens = 256;
/** Least padded tokens worth a batch of their own when a small request is spread over idle lanes. */
const smallestShare = 128;
/** Tokens per second of a lane assumed until the first batch is measured. */
const assumedTokensPerSecond = 2_000;

/**
 * Milliseconds by which others may come later and go first. Who has waited so long is due before what arrives then, however urgent: that is how
 * waiting work ages.
 */
const standsBackMs: Record<Priority, number> = { interactive: 0, normal: 1_000, background: 15_000 };
/** Part of the queue's bound that each may fill, so that work nobody waits for leaves room for callers. */
const partOfQueue: Record<Priority, number> = { interactive: 1, normal: 1, background: 0.5 };

/** What waits: one text that may join others, or a batch that goes as it is. */
interface Entry {
  rows: readonly Row[];
  fixed: boolean;
  due: number;
  /** Whether it was on a lane that failed before. */
  retried: boolean;
}

export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #line = new WaitingLine<Entry>();
  readonly #throughput = new Throughput();
  readonly #cost = new CostModel();
  readonly #now: () => number;
  /** Batches handed to each lane and not yet back. */
  readonly #outstanding: number[];
  readonly #jobs = new Set<Job>();
  #queuedTokens = 0;
  #runningTokens = 0;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#outstanding = Array.from({ length: options.engine.lanes }, () => 0);
    options.engine.onLaneReady(() => this.#dispatch());
  }

  /** Queue, running work and measured speed of the whole node. */
  load(): NodeLoad {
    return { queuedTokens: this.#queuedTokens, runningTokens: this.#runningTokens, tokensPerSecond: this.#tokensPerSecond };
  }

  /** Requests of which a text is or was on a lane. */
  get runningRequests(): number {
    return [...this.#jobs].filter(({ running }) => running).length;
  }

  /** False while no lane can compute. */
  get ready(): boolean {
    return this.#readyLanes().length > 0;
  }

  /** The refusal that a request of `tokens` would get now, `undefined` when there is room. An idle node takes even what exceeds its bound. */
  refusal(tokens: number, priority: Priority = "normal"): Fault | undefined {
    const most = this.#options.queueTokens * partOfQueue[priority];
    if (this.#queuedTokens === 0 || this.#queuedTokens + tokens <= most) return undefined;
    const retryAfter = Math.max(1, Math.ceil(this.#queuedTokens / (this.#tokensPerSecond || assumedTokensPerSecond)));
    return err("overloaded", `${this.#queuedTokens} tokens wait already. Try again in about ${retryAfter} s.`, { retryAfter }).error;
  }

  /**
   * Computes the vectors of a request. `overloaded` with seconds to wait when the queue is full, `deadline_exceeded`, `unavailable` when
   * the caller left or lanes died twice under it, `internal` when the model refused.
   */
  async submit(request: JobRequest): Promise<Result<JobAnswer>> {
    const now = this.#now();
    if (request.signal.aborted) return err("unavailable", "The caller left.");
    if (request.deadline !== undefined && request.deadline <= now) return tooLate();
    const refused = this.refusal(request.ids.length, request.priority);
    if (refused) return { ok: false, error: refused };
    const job = new Job(request, this.#options.engine.dimensions, now);
    this.#jobs.add(job);
    this.#wait(this.#entriesOf(job, now));
    const timer = request.deadline === undefined ? undefined : setTimeout(() => this.#drop(job, tooLate().error), request.deadline - now);
    const left = () => this.#drop(job, err("unavailable", "The caller left.").error);
    request.signal.addEventListener("abort", left, { once: true });
    this.#dispatch();
    const result = await job.settled;
    clearTimeout(timer);
    request.signal.removeEventListener("abort", left);
    this.#jobs.delete(job);
    return result;
  }

  /** Resolves when everything admitted so far is answered. */
  async idle(): Promise<void> {
    await Promise.all([...this.#jobs].map((job) => job.settled));
  }

  get #tokensPerSecond(): number {
    return this.#throughput.tokensPerSecond * this.#readyLanes().length;
  }

  /** Most padded tokens of a batch now. */
  get #batchTokens(): number {
    const { limits, tuned } = this.#options;
    return tuned ? Math.min(limits.paddedTokens, Math.max(leastTunedTokens, this.#cost.worthwhileTokens)) : limits.paddedTokens;
  }

  get #window(): number {
    return Math.max(leastWindow, Math.ceil(this.#batchTokens / tokensAnEntry));
  }

  #readyLanes(): number[] {
    return [...this.#outstanding.keys()].filter((lane) => this.#options.engine.laneReady(lane));
  }

  /**
   * A text is due when the node, working for its request alone, would have reached it, and later by what its priority stands back: so a short
   * request passes most of a long one, and none waits for ever, because what arrives later is due later.
   */
  #entriesOf(job: Job, now: number): Entry[] {
    const perToken = 1000 / (this.#tokensPerSecond || assumedTokensPerSecond);
    const groups = job.isolated
      ? splitIsolated(job.rows.map(({ ids }) => ids.length)).map((batch) => batch.flatMap((position) => job.rows[position] ?? []))
      : job.rows.map((row) => [row]);
    const from = now + standsBackMs[job.priority];
    let ahead = 0;
    return groups.map((rows) => {
      ahead += tokensOf(rows);
      return { rows, fixed: job.isolated, due: Math.min(job.deadline ?? Infinity, from + ahead * perToken), retried: false };
    });
  }

  #wait(entries: readonly Entry[]): void {
    for (const { rows } of entries) this.#queuedTokens += tokensOf(rows);
    this.#line.add(entries);
  }

  #drop(job: Job, fault: Fault): void {
    job.fail(fault);
    this.#leaveLine((entry) => entry.rows.some((row) => row.job === job));
  }

  #leaveLine(leaves: (entry: Entry) => boolean): void {
    this.#line.remove((entry) => {
      if (!leaves(entry)) return false;
      this.#queuedTokens -= tokensOf(entry.rows);
      return true;
    });
  }

  /** Idle lanes first. A second batch waits on a busy lane only under a backlog, so that a lane never idles while the loop is busy. */
  #dispatch(): void {
    for (;;) {
      const ready = this.#readyLanes();
      const idle = ready.filter((lane) => this.#outstanding[lane] === 0);
      const backlog = this.#queuedTokens >= this.#batchTokens * ready.length;
      const lane = idle[0] ?? (backlog ? ready.find((busy) => this.#outstanding[busy] === 1) : undefined);
      if (lane === undefined) return;
      const batch = this.#nextBatch(Math.max(1, idle.length));
      if (batch.length === 0) return;
      void this.#run(lane, batch);
    }
  }

  /** The entries of the next batch, taken out of the line; none when nothing waits. */
  #nextBatch(idleLanes: number): Entry[] {
    const now = this.#now();
    for (const { rows } of this.#line.head(this.#window)) {
      for (const { job } of rows) if (job.open && job.deadline !== undefined && job.deadline <= now) this.#drop(job, tooLate().error);
    }
    const head = this.#line.head(this.#window);
    const first = head[0];
    if (first === undefined) return [];
    const chosen = first.fixed
      ? [first]
      : this.#joined(
          head.filter((entry) => !entry.fixed),
          idleLanes,
        );
    const leaving = new Set(chosen);
    this.#leaveLine((entry) => leaving.has(entry));
    return chosen;
  }

  #joined(window: readonly Entry[], idleLanes: number): Entry[] {
    const { fill } = this.#options.limits;
    const share = Math.max(smallestShare, Math.ceil(this.#queuedTokens / idleLanes));
    const lengths = window.map(({ rows }) => tokensOf(rows));
    const chosen = new Set(planBatch(lengths, { paddedTokens: Math.min(this.#batchTokens, share), fill }, this.#cost));
    return window.filter((_, position) => chosen.has(position));
  }

  async #run(lane: number, entries: readonly Entry[]): Promise<void> {
    const { engine, onBatch } = this.#options;
    const rows = entries.flatMap((entry) => entry.rows);
    const batch = padRows(rows.map(({ ids }) => ids));
    const figures = { rows: rows.length, realTokens: tokensOf(rows), paddedTokens: batch.ids.length };
    const now = this.#now();
    for (const { job } of rows) job.started(now);
    this.#outstanding[lane] = (this.#outstanding[lane] ?? 0) + 1;
    this.#runningTokens += figures.realTokens;
    const result = await engine.run(lane, batch);
    this.#outstanding[lane] = (this.#outstanding[lane] ?? 1) - 1;
    this.#runningTokens -= figures.realTokens;
    if (result.ok) {
      const { vectors, milliseconds, tokens } = result.value;
      this.#throughput.add(figures.realTokens, milliseconds);
      this.#cost.add(figures.paddedTokens, milliseconds);
      onBatch?.({ ...figures, milliseconds });
      const size = engine.dimensions;
      const lengths = rows.map(({ ids }) => ids.length);
      const counted = tokens === undefined ? [] : sharesOf(tokens, lengths);
      rows.forEach(({ job, index }, row) => job.fill(index, vectors.subarray(row * size, (row + 1) * size), this.#now(), counted[row]));
    } else {
      this.#retry(entries, result.error);
    }
    this.#dispatch();
  }

  /** Once more, each text by itself, so that a text on which the engine fails takes no other with it. */
  #retry(entries: readonly Entry[], fault: Fault): void {
    for (const entry of entries) {
      const open = entry.rows.filter(({ job }) => job.open);
      if (open.length === 0) continue;
      if (entry.retried) for (const { job } of open) this.#drop(job, fault);
      else this.#wait([{ ...entry, fixed: true, retried: true }]);
    }
  }
}

function tokensOf(rows: readonly Row[]): number {
  return rows.reduce((sum, { ids }) => sum + ids.length, 0);
}

function tooLate() {
  return err("deadline_exceeded", "The deadline passed before the vectors were computed.");
}
