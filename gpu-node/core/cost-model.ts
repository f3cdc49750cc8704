/** What a batch costs on a lane: a fixed part and a part for each token, padding included, fitted to the batches seen. */

/** Weight that the past keeps with every batch: about the last two hundred count. */
const memory = 0.995;
/** The fixed part in tokens, until batches of different size were seen: what a CPU core showed for an encoder of 6 layers. */
const assumedOverhead = 8;
/** What the fixed part may be in tokens: below, a batch is never free; above, no device was seen. */
const overheadBounds = { least: 4, most: 8_192 } as const;
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

/**
 * Weighted least squares of `milliseconds = fixed + perToken · tokens`, each batch with weight 1 / tokens², because what disturbs a batch
 * (other programs, mostly) disturbs a long one more: a straight line through `1 / tokens` and `milliseconds / tokens`.
 */
export class CostModel {
  #weight = 0;
  #inverse = 0;
  #inverseSquared = 0;
  #perToken = 0;
  #product = 0;

  add(paddedTokens: number, milliseconds: number): void {
    const inverse = 1 / paddedTokens;
    const perToken = milliseconds / paddedTokens;
    this.#weight = this.#weight * memory + 1;
    this.#inverse = this.#inverse * memory + inverse;
    this.#inverseSquared = this.#inverseSquared * memory + inverse ** 2;
    this.#perToken = this.#perToken * memory + perToken;
    this.#product = this.#product * memory + inverse * perToken;
  }

  get overhead(): number {
    const spread = this.#weight * this.#inverseSquared - this.#inverse ** 2;
    if (this.#weight < leastBatches - 0.5 || spread <= 1e-12 * this.#inverse ** 2) return assumedOverhead;
    const fixed = (this.#weight * this.#product - this.#inverse * this.#perToken) / spread;
    const perToken = (this.#perToken - fixed * this.#inverse) / this.#weight;
    // Where more tokens took no longer, all of it is fixed.
    if (perToken <= 0) return overheadBounds.most;
    return Math.min(overheadBounds.most, Math.max(overheadBounds.least, (fixed + handoverMs) / perToken));
  }

  /** Padded tokens beyond which a larger batch gains next to nothing: its fixed part is 2 % of its time. */
  get worthwhileTokens(): number {
    return Math.ceil((this.overhead * (1 - fixedShare)) / fixedShare);
  }
}
