/** An engine whose batches end when the test says so: it shows what the scheduler put together, in which order. */
import { err, ok, type Result } from "../../contracts/result.ts";
import type { BatchVectors, Engine, TokenBatch } from "../backends/engine.ts";

export interface RunningBatch {
  lane: number;
  /** The ids of each row without padding. */
  rows: number[][];
  /** Ends it after so long in the engine, 1 ms unless given: the vector of a row is [its length, its first id]. */
  finish(milliseconds?: number): void;
  fail(): void;
}

export class ScriptedEngine implements Engine {
  readonly lanes: number;
  readonly dimensions = 2;
  /** Every batch ever started, in order. */
  readonly batches: RunningBatch[] = [];
  readonly #down = new Set<number>();
  #listener: () => void = () => undefined;

  constructor(lanes: number) {
    this.lanes = lanes;
  }

  laneReady(lane: number): boolean {
    return !this.#down.has(lane);
  }

  onLaneReady(listener: () => void): void {
    this.#listener = listener;
  }

  takeDown(lane: number): void {
    this.#down.add(lane);
  }

  bringUp(lane: number): void {
    this.#down.delete(lane);
    this.#listener();
  }

  run(lane: number, { ids, lengths, width }: TokenBatch): Promise<Result<BatchVectors>> {
    const rows = Array.from(lengths, (length, row) => [...ids.subarray(row * width, row * width + length)]);
    return new Promise((resolve) => {
      this.batches.push({
        lane,
        rows,
        finish: (milliseconds = 1) =>
          resolve(ok({ vectors: Float32Array.from(rows.flatMap((row) => [row.length, row[0] ?? 0])), milliseconds })),
        fail: () => resolve(err("unavailable", "The lane died.")),
      });
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
