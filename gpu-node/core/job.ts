/** One request inside the scheduler: its texts, its answer as it fills up, and who waits for it. */
import type { Priority } from "../../contracts/node-protocol.ts";
import { ok, type Fault, type Result } from "../../contracts/result.ts";

export interface JobRequest {
  /** Token ids of all texts one after the other. */
  ids: Int32Array;
  /** Tokens of each text, at least one text. */
  lengths: Int32Array;
  /** True: batches of its own, divided by its own content alone. */
  isolated: boolean;
  /** `normal` unless given. */
  priority?: Priority;
  /** Epoch milliseconds after which the answer is of no use. */
  deadline: number | undefined;
  /** Aborted when the caller leaves. */
  signal: AbortSignal;
}

export interface JobAnswer {
  /** Row-major `texts × dimensions` in the order of the texts. */
  vectors: Float32Array<ArrayBuffer>;
  /** Read of all texts: those of the request, or what the engine counted. */
  tokens: number;
  /** From submission to the first batch on a lane. */
  queueMilliseconds: number;
  /** From then to the last batch's end. */
  inferenceMilliseconds: number;
}

/** One text of a job, as it waits. */
export interface Row {
  job: Job;
  /** Position among the job's texts. */
  index: number;
  ids: Int32Array;
}

export class Job {
  readonly rows: readonly Row[];
  readonly tokens: number;
  readonly isolated: boolean;
  readonly priority: Priority;
  readonly deadline: number | undefined;
  /** The answer, or why there is none. */
  readonly settled: Promise<Result<JobAnswer>>;
  readonly #dimensions: number;
  readonly #vectors: Float32Array<ArrayBuffer>;
  readonly #submitted: number;
  #resolve: (result: Result<JobAnswer>) => void = () => undefined;
  #started: number | undefined;
  #missing: number;
  /** Tokens of rows that the engine counted, and how many these were. */
  readonly #counted = { tokens: 0, rows: 0 };
  #open = true;

  constructor({ ids, lengths, isolated, priority, deadline }: JobRequest, dimensions: number, now: number) {
    let offset = 0;
    this.rows = Array.from(lengths, (length, index) => ({ job: this, index, ids: ids.subarray(offset, (offset += length)) }));
    this.tokens = ids.length;
    this.isolated = isolated;
    this.priority = priority ?? "normal";
    this.deadline = deadline;
    this.#dimensions = dimensions;
    this.#vectors = new Float32Array(lengths.length * dimensions);
    this.#submitted = now;
    this.#missing = lengths.length;
    this.settled = new Promise((resolve) => (this.#resolve = resolve));
  }

  /** False once answered, failed or cancelled: nothing more should be computed for it. */
  get open(): boolean {
    return this.#open;
  }

  /** True from its first batch on. */
  get running(): boolean {
    return this.#started !== undefined;
  }

  started(now: number): void {
    this.#started ??= now;
  }

  /** Takes in one row's vector; the last one settles the job. `tokens`: of the row, where the engine counted them. */
  fill(index: number, vector: Float32Array, now: number, tokens?: number): void {
    if (!this.#open) return;
    if (tokens !== undefined) {
      this.#counted.tokens += tokens;
      this.#counted.rows++;
    }
    this.#vectors.set(vector, index * this.#dimensions);
    this.#missing--;
    if (this.#missing > 0) return;
    const started = this.#started ?? now;
    this.#settle(
      ok({
        vectors: this.#vectors,
        tokens: this.#counted.rows === this.rows.length ? this.#counted.tokens : this.tokens,
        queueMilliseconds: started - this.#submitted,
        inferenceMilliseconds: now - started,
      }),
    );
  }

  fail(error: Fault): void {
    this.#settle({ ok: false, error });
  }

  #settle(result: Result<JobAnswer>): void {
    if (!this.#open) return;
    this.#open = false;
    this.#resolve(result);
  }
}
