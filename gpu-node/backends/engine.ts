/** What the scheduler asks of whatever computes: batches in, a row of numbers for each text out, one lane at a time. */
import type { Result } from "../../contracts/result.ts";

/** Texts padded to one width. */
export interface TokenBatch {
  /** Row-major `rows × width` token ids; what lies beyond a row's length is padding. */
  ids: Int32Array<ArrayBuffer>;
  /** Real tokens of each row. */
  lengths: Int32Array<ArrayBuffer>;
  width: number;
}

export interface BatchVectors {
  /** Row-major `rows × dimensions`: vectors of length 1, a probability for each label, or a relevance. */
  vectors: Float32Array<ArrayBuffer>;
  /** Time inside the engine. */
  milliseconds: number;
  /** Tokens read of all rows together, by an engine that is given characters and makes tokens itself. */
  tokens?: number;
}

export interface Engine {
  /** How many batches it computes at once. */
  readonly lanes: number;
  /** Numbers in a row. */
  readonly dimensions: number;
  /** False while the lane cannot take a batch (it died and is being started again). */
  laneReady(lane: number): boolean;
  /** Calls `listener` whenever a lane becomes ready again. */
  onLaneReady(listener: () => void): void;
  /** Computes one batch on one lane; takes over its buffers. `unavailable` when the lane died meanwhile, `internal` when the model refused. */
  run(lane: number, batch: TokenBatch): Promise<Result<BatchVectors>>;
  /** Finishes what runs and frees everything. */
  close(): Promise<void>;
}
