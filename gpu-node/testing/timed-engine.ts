/** An engine with a clock of its own, whose batches take a fixed time and a time for each token: what the scheduler does with it is the same on every machine. */
import { ok, type Result } from "../../contracts/result.ts";
import type { BatchVectors, Engine, TokenBatch } from "../backends/engine.ts";

export interface BatchTimes {
  /** Milliseconds. */
  fixed: number;
  perToken: number;
}

export class TimedEngine implements Engine {
  readonly lanes: number;
  readonly dimensions = 1;
  readonly computed = { real: 0, padded: 0, milliseconds: 0 };
  /** Milliseconds since the beginning. */
  now = 0;
  readonly #times: BatchTimes;
  /** When each lane is done with what it has. */
  readonly #free: number[];
  #events: { at: number; happen: () => void }[] = [];

  constructor(lanes: number, times: BatchTimes) {
    this.lanes = lanes;
    this.#times = times;
    this.#free = Array.from({ length: lanes }, () => 0);
  }

  laneReady(): boolean {
    return true;
  }

  onLaneReady(): void {
    // Always ready.
  }

  run(lane: number, { ids, lengths }: TokenBatch): Promise<Result<BatchVectors>> {
    const milliseconds = this.#times.fixed + this.#times.perToken * ids.length;
    this.computed.real += lengths.reduce((sum, length) => sum + length, 0);
    this.computed.padded += ids.length;
    this.computed.milliseconds += milliseconds;
    const done = Math.max(this.now, this.#free[lane] ?? 0) + milliseconds;
    this.#free[lane] = done;
    const vectors = new Float32Array(lengths.length);
    return new Promise((resolve) => this.#events.push({ at: done, happen: () => resolve(ok({ vectors, milliseconds })) }));
  }

  /** Lets time pass until `work` is done. */
  async until(work: Promise<unknown>): Promise<void> {
    const state = { over: false };
    void work.then(() => (state.over = true));
    while (!state.over) {
      // Everything that follows from the last event, before the next.
      await new Promise((resolve) => setImmediate(resolve));
      this.#events.sort((a, b) => a.at - b.at);
      const next = this.#events.shift();
      if (next) this.now = Math.max(this.now, next.at);
      next?.happen();
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
