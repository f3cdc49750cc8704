/**
 * Levels of token buckets, in memory only: one actor for the buckets of an organisation, and a few for those of addresses. Isolates of
 * the gateway lease tokens from it (docs/adr/0010-leased-rate-limits.md).
 *
 * Native, without the kernel: what is lost with it is how much of a quota was used, and a bucket that is full again says as much. While one
 * is not full a timer keeps the actor in memory, or it would forget after ten idle seconds.
 */
import { DurableObject } from "cloudflare:workers";
import { Levels, type Grant, type Wish } from "../../workers/gateway/domain/levels.ts";

/** Looked through for full buckets at most this often. */
const sweepMs = 1_000;
/** An actor of addresses sees many. */
const most = 20_000;

export class RateLimit extends DurableObject {
  readonly #levels = new Levels(most);
  #awake = false;

  /** Without an await, hence all at one moment. */
  lease(wishes: Wish[]): Grant[] {
    const grants = this.#levels.lease(wishes, Date.now());
    if (!this.#awake) this.#stayAwake(sweepMs);
    return grants;
  }

  #stayAwake(afterMs: number): void {
    this.#awake = true;
    setTimeout(() => {
      const left = this.#levels.sweep(Date.now());
      this.#awake = left > 0;
      if (this.#awake) this.#stayAwake(Math.max(sweepMs, left));
    }, afterMs);
  }
}
