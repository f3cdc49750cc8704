/** The levels of many token buckets in one place: whoever spends from them leases tokens here. */
import { full, fullInMs, giveBack, refilled, take, type Bucket, type Quota } from "./token-bucket.ts";

export interface Wish {
  /** Which bucket of this place: `organisation`, `key/key_…`. */
  bucket: string;
  quota: Quota;
  tokens: number;
  /** Leased before and not spent. */
  unused: number;
}

export interface Grant {
  /** At most as many tokens as were wished for. */
  granted: number;
  /** Whole tokens left in the bucket. */
  level: number;
  /** Milliseconds until there is one, 0 while there is. */
  waitMs: number;
}

export class Levels {
  readonly #buckets = new Map<string, { bucket: Bucket; quota: Quota }>();
  readonly #most: number;

  /** Remembers at most `most` buckets; those that were asked for longest ago go first. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Grants in the order of the wishes. */
  lease(wishes: readonly Wish[], now: number): Grant[] {
    return wishes.map(({ bucket: name, quota, tokens, unused }) => {
      const known = this.#buckets.get(name)?.bucket ?? full(quota, now);
      const { bucket, granted, waitMs } = take(giveBack(refilled(known, quota, now), quota, unused), quota, tokens, now);
      this.#buckets.delete(name);
      this.#buckets.set(name, { bucket, quota });
      return { granted, level: Math.floor(bucket.level), waitMs };
    });
  }

  /** Forgets buckets that are full again, and returns after how many milliseconds the last of the others is; 0 when there are none. */
  sweep(now: number): number {
    let over = this.#buckets.size - this.#most;
    let longest = 0;
    for (const [name, { bucket, quota }] of this.#buckets) {
      const left = fullInMs(refilled(bucket, quota, now), quota);
      if (over-- > 0 || left <= 0) this.#buckets.delete(name);
      else longest = Math.max(longest, left);
    }
    return longest;
  }
}
