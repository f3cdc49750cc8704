/** Whether the credential that opened something long-lived still is what it was then. */
import type { Principal } from "../../contracts/principal.ts";
import type { Result } from "../../contracts/result.ts";

/** An answer of the auth service is believed this long: so much later than a revocation nothing is handed out any more. */
export const believedMs = 5_000;
/** An auth service that takes longer counts as unreachable. */
const patienceMs = 5_000;

/**
 * - `stands`: the same principal as before;
 * - `revoked`: the credential is nobody's any more;
 * - `changed`: its role or scopes are others now;
 * - `unknown`: nobody could say.
 */
export type Verdict = "stands" | "revoked" | "changed" | "unknown";

export interface StandingParts {
  /** Who it was when it began, which was just now. */
  principal: Principal;
  /** Asks who the credential is now. */
  ask(): Promise<Result<Principal>>;
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after so many milliseconds. */
  wait(ms: number): Promise<unknown>;
}

export class Standing {
  readonly #parts: StandingParts;
  #askedAt: number;
  #asking: Promise<Verdict> | undefined;
  /** Anything but `stands` is final. */
  #verdict: Verdict = "stands";

  constructor(parts: StandingParts) {
    this.#parts = parts;
    this.#askedAt = parts.now();
  }

  /** The verdict, at most `believedMs` old. Callers at the same time share one question. Does not throw. */
  async confirm(): Promise<Verdict> {
    if (this.#verdict !== "stands" || this.#parts.now() - this.#askedAt < believedMs) return this.#verdict;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<Verdict> {
    const { principal, ask, now, wait } = this.#parts;
    const begun = now();
    try {
      const answer = await Promise.race([ask(), wait(patienceMs).then(() => undefined)]);
      this.#verdict = verdictOf(principal, answer);
    } catch {
      this.#verdict = "unknown";
    }
    this.#askedAt = begun;
    return this.#verdict;
  }
}

function verdictOf(before: Principal, answer: Result<Principal> | undefined): Verdict {
  if (!answer || (!answer.ok && answer.error.retryable)) return "unknown";
  if (!answer.ok) return "revoked";
  return samePrincipal(before, answer.value) ? "stands" : "changed";
}

function samePrincipal(a: Principal, b: Principal): boolean {
  const of = ({ kind, id, organisation, role, scopes }: Principal) => [kind, id, organisation, role, ...scopes.toSorted()].join(" ");
  return of(a) === of(b);
}
