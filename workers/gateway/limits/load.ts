/**
 * How much is going on in this isolate, and what is refused when it is too much: first what is heavy, then changes, then reads, and
 * signing in last. One service that hangs takes its own part only.
 */
import type { ServiceName } from "../../../contracts/services/common.ts";
import { err, type Err } from "../../../contracts/result.ts";

export type Weight = "heavy" | "change" | "read" | "sign-in";

/** Up to which part of the whole each weight is let in. */
const parts: Record<Weight, number> = { heavy: 0.5, change: 0.75, read: 0.9, "sign-in": 1 };
/** The same for what one service has in hand; auth, which everybody needs, may take all. */
const partOfService = 0.5;

/** `most`: requests at a time, from the door to the first byte of the answer. */
export class Load {
  readonly #most: number;
  readonly #inHand = new Map<ServiceName, number>();
  #all = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** `overloaded` when there is no room for it; else undefined, and `leave` must follow. */
  enter(weight: Weight, service: ServiceName): Err | undefined {
    const own = this.#inHand.get(service) ?? 0;
    const room = this.#most * parts[weight];
    const full = this.#all >= room || (service !== "auth" && own >= room * partOfService);
    if (full) return err("overloaded", "Too much is going on at the moment. Try again shortly.", { retryAfter: 1 });
    this.#all += 1;
    this.#inHand.set(service, own + 1);
    return undefined;
  }

  leave(service: ServiceName): void {
    this.#all -= 1;
    this.#inHand.set(service, (this.#inHand.get(service) ?? 1) - 1);
  }

  /** Part of the whole that is taken. */
  get taken(): number {
    return this.#all / this.#most;
  }
}
