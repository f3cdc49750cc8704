/** What a batch costs on a lane: a fixed part and a part for each token, padding included, fitted to the batches seen. */

/** Weight that the past keeps with every batch: about the last two hundred count. */
const memory = 0.995;
/** The fixed part in tokens, until batches of different size were seen: what a CPU core showed for an encoder of 6 layers. */
const assumedOverhead = 8;
/** What the fixed part may be in tokens: below, a batch is never free; above, no device was seen. */
const overheadBounds = { least: 2, most: 8_192 } as const;
/** Processor time that a batch costs outside the engine, milliseconds: to the lane's thread and back, and handing the rows out. */
const handoverMs = 0.2;
/** Batches without which nothing can be said of the fixed part. */
const leastBatches = 3;
/** Share of a batch's time that its fixed part may take when it is full. */
const fixedShare = 0.02;

/** The efficiency of a batch depends on this alone. */
export interface BatchCost {
  /** The fixed part of a batch's time, in the tokens that could be computed in it. */
  overhead: number;
}

export class CostModel {
  #weight = 0;
  #tokens = 0;
  #milliseconds = 0;
  #tokensSquared = 0;
  #tokensTimesMilliseconds = 0;

  add(paddedTokens: number, milliseconds: number): void {
    this.#weight = this.#weight * memory + 1;
    this.#tokens = this.#tokens * memory + paddedTokens;
    this.#milliseconds = this.#milliseconds * memory + milliseconds;
    this.#tokensSquared = this.#tokensSquared * memory + paddedTokens ** 2;
    this.#tokensTimesMilliseconds = this.#tokensTimesMilliseconds * memory + paddedTokens * milliseconds;
  }

  /** Least squares of `milliseconds = fixed + perToken · tokens`, the fixed part over the other. */
  get overhead(): number {
    const spread = this.#weight * this.#tokensSquared - this.#tokens ** 2;
    const shared = this.#weight * this.#tokensTimesMilliseconds - this.#tokens * this.#milliseconds;
    if (this.#weight < leastBatches - 0.5 || spread <= 0) return assumedOverhead;
    // Where more tokens took no longer, all of it is fixed.
    if (shared <= 0) return overheadBounds.most;
    const perToken = shared / spread;
    const fixed = (this.#milliseconds - perToken * this.#tokens) / this.#weight + handoverMs;
    return Math.min(overheadBounds.most, Math.max(overheadBounds.least, fixed / perToken));
  }

  /** Padded tokens beyond which a larger batch gains next to nothing: its fixed part is 2 % of its time. */
  get worthwhileTokens(): number {
    return Math.ceil((this.overhead * (1 - fixedShare)) / fixedShare);
  }
}
