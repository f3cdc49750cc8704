/**
 * A value that was read from storage once and stays in memory until the rows behind it change. Sound because an actor's storage has
 * one writer, this instance: whoever writes forgets first, and a transaction that is rolled back forgets everything.
 */
export class Memo<Value> {
  readonly #read: () => Value;
  #held: { value: Value } | undefined;

  constructor(read: () => Value) {
    this.#read = read;
  }

  /** What `read` answers, read at most once between two changes. */
  get value(): Value {
    this.#held ??= { value: this.#read() };
    return this.#held.value;
  }

  /** The rows are about to change, or it is not known whether they did. */
  forget(): void {
    this.#held = undefined;
  }

  /** The rows have changed so that it is `change(value)` now; nothing is read when nothing was held. */
  follow(change: (value: Value) => Value): void {
    if (this.#held) this.#held = { value: change(this.#held.value) };
  }
}
