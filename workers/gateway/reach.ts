/** Asking others with patience that ends: a time for each answer to begin, and a breaker for each of them. */
import { err, ok, type Err, type Result } from "../../contracts/result.ts";
import type { ServiceName } from "../../contracts/services/common.ts";
import { doorActors } from "../../contracts/services/gateway.ts";
import { ask, closed, failed, succeeded, type Breaker } from "./domain/breaker.ts";

export interface ReachParts {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after so many milliseconds, or when `signal` aborts. */
  wait(ms: number, signal: AbortSignal): Promise<unknown>;
}

/** Services, and the actors of the door itself. */
export type Part = ServiceName | (typeof doorActors)[number];
const ofTheDoor: ReadonlySet<Part> = new Set<Part>(doorActors);

/** How an answer is looked at, and what is done about one that is waited for no longer. */
export interface Watch<T> {
  /** Whether an answer that came is a failure all the same. */
  isFailure?(answer: T): boolean;
  /** Handed what may still come. */
  late?(pending: Promise<T>): void;
}

const tooLate = Symbol("too late");

export class Reach {
  readonly #breakers = new Map<Part, Breaker>();
  readonly #parts: ReachParts;

  constructor(parts: ReachParts) {
    this.#parts = parts;
  }

  /**
   * What `send` resolves with. `deadline_exceeded` when that takes longer than `withinMs`; `unavailable` at once while the part is left alone.
   * Throws what `send` throws. Either counts as a failure, and so does an answer that `watch` calls one.
   */
  async call<T>(part: Part, withinMs: number, send: () => Promise<T>, watch: Watch<T> = {}): Promise<Result<T>> {
    const asked = ask(this.#breakers.get(part) ?? closed, this.#parts.now());
    this.#breakers.set(part, asked.breaker);
    if (!asked.allowed) return this.unreachable(part);
    try {
      const pending = send();
      const answer = await this.#patiently(withinMs, pending);
      if (answer === tooLate) {
        this.#fail(part);
        watch.late?.(pending);
        return err("deadline_exceeded", `The ${nameOf(part)} did not answer in ${withinMs / 1_000} s.`);
      }
      if (watch.isFailure?.(answer)) this.#fail(part);
      else this.#breakers.set(part, succeeded());
      return ok(answer);
    } catch (cause) {
      this.#fail(part);
      throw cause;
    }
  }

  /** What `send` resolves with, whoever has failed before. Throws when that takes longer than `withinMs`. */
  async within<T>(withinMs: number, send: () => Promise<T>): Promise<T> {
    const answer = await this.#patiently(withinMs, send());
    if (answer === tooLate) throw new Error(`It was not answered in ${withinMs / 1_000} s.`);
    return answer;
  }

  /** That `part` cannot be reached, with the seconds until somebody asks it again. */
  unreachable(part: Part): Err {
    const leftMs = (this.#breakers.get(part)?.openUntil ?? 0) - this.#parts.now();
    const retryAfter = Math.max(1, Math.ceil(leftMs / 1_000));
    return err("unavailable", `The ${nameOf(part)} cannot be reached now. Try again.`, { retryAfter });
  }

  /** Parts that are left alone at the moment. */
  leftAlone(): Part[] {
    return Array.from(this.#breakers).flatMap(([part, { openUntil }]) => (openUntil === 0 ? [] : [part]));
  }

  /** Of what comes too late and fails then, nobody hears but who waits for it elsewhere. */
  async #patiently<T>(withinMs: number, pending: Promise<T>): Promise<T | typeof tooLate> {
    const over = new AbortController();
    const late = (): typeof tooLate => tooLate;
    const end = this.#parts.wait(withinMs, over.signal).then(late, late);
    pending.catch(() => undefined);
    try {
      return await Promise.race([pending, end]);
    } finally {
      over.abort();
    }
  }

  #fail(part: Part): void {
    this.#breakers.set(part, failed(this.#breakers.get(part) ?? closed, this.#parts.now()));
  }
}

/** `marketing service`, `idempotency of the door`. */
export function nameOf(part: Part): string {
  return ofTheDoor.has(part) ? `${part} of the door` : `${part} service`;
}
