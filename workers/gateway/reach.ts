/** Asking services with patience that ends: a time for each answer to begin, and a breaker for each service. */
import { err, ok, type Err, type Result } from "../../contracts/result.ts";
import type { ServiceName } from "../../contracts/services/common.ts";
import { ask, closed, failed, succeeded, type Breaker } from "./domain/breaker.ts";

export interface ReachParts {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after so many milliseconds, or when `signal` aborts. */
  wait(ms: number, signal: AbortSignal): Promise<unknown>;
}

const late = Symbol("late");

export class Reach {
  readonly #breakers = new Map<ServiceName, Breaker>();
  readonly #parts: ReachParts;

  constructor(parts: ReachParts) {
    this.#parts = parts;
  }

  /**
   * What `send` resolves with. `deadline_exceeded` when that takes longer than `withinMs`; `unavailable` at once while the service is left alone.
   * Throws what `send` throws. Either failure counts; an answer of whatever status does not.
   */
  async call<T>(service: ServiceName, withinMs: number, send: () => Promise<T>): Promise<Result<T>> {
    const asked = ask(this.#breakers.get(service) ?? closed, this.#parts.now());
    this.#breakers.set(service, asked.breaker);
    if (!asked.allowed) return unreachable(service);
    const over = new AbortController();
    const tooLate = this.#parts.wait(withinMs, over.signal).then(
      () => late,
      () => late,
    );
    try {
      const answer = await Promise.race([send(), tooLate]);
      if (answer === late) {
        this.#fail(service);
        return err("deadline_exceeded", `The ${service} service did not answer in ${withinMs / 1_000} s.`);
      }
      this.#breakers.set(service, succeeded());
      return ok(answer as T);
    } catch (cause) {
      this.#fail(service);
      throw cause;
    } finally {
      over.abort();
    }
  }

  /** Services that are left alone at the moment. */
  leftAlone(): ServiceName[] {
    return Array.from(this.#breakers).flatMap(([service, { openUntil }]) => (openUntil === 0 ? [] : [service]));
  }

  #fail(service: ServiceName): void {
    this.#breakers.set(service, failed(this.#breakers.get(service) ?? closed, this.#parts.now()));
  }
}

export function unreachable(service: ServiceName): Err {
  return err("unavailable", `The ${service} service cannot be reached now. Try again.`, { retryAfter: 1 });
}
