/**
 * Equal calls under way are computed once. Whoever comes first computes; whoever asks for the same meanwhile waits for that. All of it within one
 * isolate.
 */

/** What a follower is told: the value, or that whoever computed gave up and it should see for itself. */
export type Shared<Value> = { value: Value } | { gone: true };

interface Flight<Value> {
  followers: Set<(shared: Shared<Value>) => void>;
  /** Epoch milliseconds after which whoever computes has given up, if it could not say so. */
  until: number;
  /** Ends the computation; called when nobody waits for it any more. */
  stop: AbortController;
  waiting: number;
}

export class InFlight<Value> {
  readonly #flights = new Map<string, Flight<Value>>();

  get size(): number {
    return this.#flights.size;
  }

  /**
   * The value of `key`: computed by `compute`, or by an equal call that is under way. `share` says whether a value is good for others too; those who
   * follow are told to see for themselves otherwise. `compute` is given a signal that is aborted when all who wait have gone. `wait` as in the
   * router. `followed`: the value is another call's.
   */
  async once(
    key: string,
    caller: { signal?: AbortSignal | undefined; until: number; now: () => number; wait: Wait },
    compute: (signal: AbortSignal) => Promise<Value>,
    share: (value: Value) => boolean,
  ): Promise<{ value: Value; followed: boolean }> {
    const flight = this.#flights.get(key);
    if (flight && caller.now() < flight.until) {
      const shared = await this.#follow(flight, caller);
      if ("value" in shared) return { value: shared.value, followed: true };
      // One of those who followed is the first now.
      if (this.#flights.get(key) !== flight) return this.once(key, caller, compute, share);
    }
    return { value: await this.#lead(key, caller, compute, share), followed: false };
  }

  async #lead(
    key: string,
    { signal, until }: { signal?: AbortSignal | undefined; until: number },
    compute: (signal: AbortSignal) => Promise<Value>,
    share: (value: Value) => boolean,
  ): Promise<Value> {
    const flight: Flight<Value> = { followers: new Set(), until, stop: new AbortController(), waiting: 0 };
    this.#flights.set(key, flight);
    this.#waits(flight, signal);
    try {
      const value = await compute(flight.stop.signal);
      this.#land(key, flight, share(value) ? { value } : { gone: true });
      return value;
    } catch (cause) {
      this.#land(key, flight, { gone: true });
      throw cause;
    }
  }

  async #follow(
    flight: Flight<Value>,
    { signal, until, now, wait }: { signal?: AbortSignal | undefined; until: number; now: () => number; wait: Wait },
  ) {
    this.#waits(flight, signal);
    const over = new AbortController();
    // Resolved by whoever computes, in the context of another request; the runtime brings it back to this one.
    const shared = new Promise<Shared<Value>>((resolve) => flight.followers.add(resolve));
    const late = wait(Math.max(0, Math.min(until, flight.until) - now()), over.signal).then((): Shared<Value> => ({ gone: true }));
    const told = await Promise.race([shared, late]);
    over.abort();
    return told;
  }

  /** Counts one who waits until it goes away. */
  #waits(flight: Flight<Value>, signal: AbortSignal | undefined): void {
    flight.waiting++;
    signal?.addEventListener(
      "abort",
      () => {
        flight.waiting--;
        if (flight.waiting === 0) flight.stop.abort();
      },
      { once: true },
    );
  }

  #land(key: string, flight: Flight<Value>, shared: Shared<Value>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
    for (const tell of flight.followers) tell(shared);
  }
}

export type Wait = (milliseconds: number, signal?: AbortSignal) => Promise<void>;
