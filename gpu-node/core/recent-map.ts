/** Remembers what was found for texts lately, within a bound. */

/** Strings of this length and more may be windows into the text that they were cut from, and keep all of it in memory (V8's sliced strings). */
const windowLength = 13;

/** Two halves: when the younger one is full, the older is forgotten and they change places; whatever is asked for stays in the younger. */
export class RecentMap<Value> {
  readonly #half: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  /** `size`: most entries remembered. */
  constructor(size: number) {
    this.#half = Math.ceil(size / 2);
  }

  get(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: Value): void {
    if (this.#young.size >= this.#half) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key.length < windowLength ? key : copyOf(key), value);
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }
}

/** The same text in memory of its own, half surrogate pairs included. */
function copyOf(text: string): string {
  return Buffer.from(text, "utf16le").toString("utf16le");
}
