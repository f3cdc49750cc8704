/**
 * The alarm of a subscription. Every setting of it is a commit that whatever is called next waits for, so one that rings early enough
 * is left alone while there is work: ringing early costs a look, and loses nothing.
 */

/** An alarm this long overdue is not believed in any more. */
const graceMs = 10_000;

export class Bell {
  readonly #storage: Pick<DurableObjectStorage, "setAlarm">;
  readonly #now: () => number;
  /** What storage holds, as far as this process knows. */
  #at: number | undefined;

  constructor(storage: Pick<DurableObjectStorage, "setAlarm">, now: () => number) {
    this.#storage = storage;
    this.#now = now;
  }

  /** It rings at `at`, neither earlier nor later. Epoch milliseconds. */
  async ringAt(at: number): Promise<void> {
    this.#at = at;
    try {
      await this.#storage.setAlarm(at);
    } catch (cause) {
      this.#at = undefined;
      throw cause;
    }
  }

  /** It rings at `at` or before. */
  async ringBy(at: number): Promise<void> {
    const stands = this.#at !== undefined && this.#at <= at && this.#at > this.#now() - graceMs;
    if (!stands) await this.ringAt(at);
  }

  /** It has rung, so none stands. */
  rang(): void {
    this.#at = undefined;
  }
}
