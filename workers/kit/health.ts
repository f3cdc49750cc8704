/** How a service is by its own word: whether its database answers, and whatever else it knows of itself. */

/** A look at one part; answers what is wrong with it, one sentence each, for whoever runs the system. What it throws is wrong too. */
export interface Look {
  /** What is looked at, as a sentence begins: `The database`. */
  what: string;
  look(): Promise<readonly string[]>;
}

/** Answers of so long ago are still believed: who looks every second costs a query every five. */
const keptMs = 5_000;
/** Who asks waits two seconds in all (`workers/gateway/services.ts`). */
const patienceMs = 1_000;

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after so many milliseconds. */
  wait(ms: number): Promise<unknown>;
}

/** Looks at everything at once and remembers for some seconds what was seen; callers meanwhile share one look. */
export class SelfKnowledge {
  readonly #clock: Clock;
  #seen: { until: number; degraded: Promise<string[]> } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What is wrong, in the order of `looks`; the empty list when nothing is. Does not throw. */
  degraded(looks: readonly Look[]): Promise<string[]> {
    const now = this.#clock.now();
    if (!this.#seen || now >= this.#seen.until) {
      const seen = Promise.all(looks.map((one) => this.#look(one))).then((found) => found.flat());
      this.#seen = { until: now + keptMs, degraded: seen };
    }
    return this.#seen.degraded;
  }

  async #look({ what, look }: Look): Promise<readonly string[]> {
    const late = this.#clock.wait(patienceMs).then(() => [`${what} does not answer within ${patienceMs / 1_000} s.`]);
    try {
      return await Promise.race([look(), late]);
    } catch (cause) {
      return [`${what} cannot be asked (${cause instanceof Error ? cause.message : String(cause)}).`];
    }
  }
}

/** The cheapest read of a service's own database. */
export function databaseLook(database: D1Database): Look {
  return {
    what: "The database",
    look: async () => {
      await database.prepare("SELECT 1 FROM outbox LIMIT 1").first();
      return [];
    },
  };
}
