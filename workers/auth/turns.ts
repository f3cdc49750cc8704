/**
 * Turns for work that keeps the isolate from doing anything else: one after the other, and before each a pause in which all that has come meanwhile
 * goes on. Turns are moments of the clock, not a lock: a request that was cut off while it waited leaves nothing shut.
 */
export interface TurnParts {
  /** Epoch milliseconds. */
  now(): number;
  wait(ms: number): Promise<unknown>;
  /** Milliseconds that are left to others before each turn. */
  pauseMs: number;
  /** About how long a turn takes. One that takes longer delays the next, and shortens no pause. */
  turnMs: number;
}

export class Turns {
  readonly #parts: TurnParts;
  /** When the next pause may begin. */
  #freeAt = 0;

  constructor(parts: TurnParts) {
    this.#parts = parts;
  }

  /** Resolves when it is the caller's turn, which lasts until they wait for something again. */
  async next(): Promise<void> {
    const { now, wait, pauseMs, turnMs } = this.#parts;
    for (let left = this.#freeAt - now(); left > 0; left = this.#freeAt - now()) await wait(left);
    this.#freeAt = now() + pauseMs + turnMs;
    await wait(pauseMs);
  }
}
