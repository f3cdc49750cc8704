/** How fast a lane has been lately: real tokens by time, older batches weighing less. */

/** Weight that the past keeps with every batch: about the last fifty count. */
const memory = 0.98;

export class Throughput {
  #tokens = 0;
  #milliseconds = 0;

  add(tokens: number, milliseconds: number): void {
    this.#tokens = this.#tokens * memory + tokens;
    this.#milliseconds = this.#milliseconds * memory + milliseconds;
  }

  /** Tokens per second of one lane; 0 until measured. */
  get tokensPerSecond(): number {
    return this.#milliseconds > 0 ? (this.#tokens / this.#milliseconds) * 1000 : 0;
  }
}
