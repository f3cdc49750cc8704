/** Answers that were given lately, by the digest of everything that they depend on: bounded in bytes and in time, the longest unused goes first. */

/** Of an isolate's 128 MB, which the whole installation may share. */
export const maxCacheBytes = 8 * 2 ** 20;
/** Answers larger than this would push out hundreds of others. */
export const maxAnswerBytes = maxCacheBytes / 8;
/** What an organisation's texts have become is not kept longer. */
export const keptMs = 300_000;

interface Kept<Value> {
  value: Value;
  bytes: number;
  at: number;
}

export class AnswerCache<Value> {
  /** In the order of their last use. */
  readonly #kept = new Map<string, Kept<Value>>();
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string, now: number): Value | undefined {
    const found = this.#kept.get(key);
    if (!found) return undefined;
    this.#remove(key, found);
    if (now - found.at >= keptMs) return undefined;
    this.#kept.set(key, found);
    this.#bytes += found.bytes;
    return found.value;
  }

  /** Keeps the value, which takes about so many bytes, unless it is too large. */
  put(key: string, value: Value, bytes: number, now: number): void {
    const before = this.#kept.get(key);
    if (before) this.#remove(key, before);
    if (bytes > maxAnswerBytes) return;
    this.#kept.set(key, { value, bytes, at: now });
    this.#bytes += bytes;
    for (const [oldest, kept] of this.#kept) {
      if (this.#bytes <= maxCacheBytes && now - kept.at < keptMs) break;
      this.#remove(oldest, kept);
    }
  }

  #remove(key: string, { bytes }: Kept<Value>): void {
    this.#kept.delete(key);
    this.#bytes -= bytes;
  }
}
