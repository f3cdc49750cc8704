/**
 * API keys that the auth service has vouched for a moment ago, so that a busy program does not cost it a read a request. What it says
 * counts for five seconds from when it was asked: so much later than its revocation a key is refused, wherever it comes in.
 * Sessions are asked for each time: a browser asks seldom, and signing out must be over at once.
 */
import type { Principal } from "../../contracts/principal.ts";
import type { Result } from "../../contracts/result.ts";
import { believedMs } from "./standing.ts";

/** A key in use is asked for again in the background after this time, so that no request waits. */
const refreshMs = believedMs / 2;
/** Keys that an isolate remembers; those that came first go first. */
const most = 5_000;

interface Known {
  principal: Principal;
  /** When it was asked for, which was before the answer. */
  askedAt: number;
  asking: boolean;
}

/** Asks the auth service whose key it is. */
export type AskWhose = () => Promise<Result<Principal>>;

export class KnownKeys {
  readonly #known = new Map<string, Known>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whose the key is, known at most `believedMs` ago. `later` is handed what need not be waited for. */
  async principal(key: string, ask: AskWhose, later: (work: Promise<unknown>) => void): Promise<Result<Principal>> {
    const known = this.#known.get(key);
    const age = known ? this.#now() - known.askedAt : Infinity;
    if (!known || age >= believedMs) return this.#ask(key, ask);
    if (age >= refreshMs && !known.asking) {
      known.asking = true;
      later(this.#ask(key, ask).catch(() => undefined));
    }
    return { ok: true, value: known.principal };
  }

  /** Forgets all keys of an organisation: somebody has just changed something about its members or keys. */
  forget(organisation: string): void {
    for (const [key, { principal }] of this.#known) if (principal.organisation === organisation) this.#known.delete(key);
  }

  async #ask(key: string, ask: AskWhose): Promise<Result<Principal>> {
    const askedAt = this.#now();
    const answer = await ask();
    if (answer.ok) {
      this.#known.delete(key);
      if (this.#known.size >= most) this.#known.delete(this.#known.keys().next().value ?? "");
      this.#known.set(key, { principal: answer.value, askedAt, asking: false });
    } else if (!answer.error.retryable) this.#known.delete(key);
    return answer;
  }
}
