/** The actor's one alarm: stands no later than the earliest thing that is due, and is missed when it did not ring. */
import type { ActorStorage } from "./sources.ts";
import type { Tell } from "./telling.ts";

/** An alarm this late is looked after. Above the lateness of a busy machine. */
const graceMs = 10_000;

export interface AlarmParts {
  storage: ActorStorage;
  now(): number;
  /** The earliest time at which there is something to do; undefined when there is nothing. */
  wanted(): number | undefined;
  /** An alarm was lost and has been set again. */
  missed(): void;
  tell: Tell;
}

export class Alarm {
  readonly #parts: AlarmParts;
  /** What storage holds, as far as this process knows. */
  #armedFor: number | undefined;
  #looking = false;

  constructor(parts: AlarmParts) {
    this.#parts = parts;
  }

  /** Sets the alarm in the committing turn, before any await: then it is atomic with the commit. One that rings earlier is left alone. */
  arm(): void {
    const wanted = this.#parts.wanted();
    if (wanted === undefined || (this.#armedFor !== undefined && this.#armedFor <= wanted)) return;
    this.#set(Math.max(wanted, this.#parts.now()));
  }

  /** True when the alarm stands and rings at `at` or before, so that there is nothing to set for it. Epoch milliseconds. */
  ringsBy(at: number): boolean {
    return this.#armedFor !== undefined && this.#armedFor <= at;
  }

  /** It rang, or the transaction that set it was rolled back: what storage holds is not known, so the next `arm` sets it. */
  rang(): void {
    this.#armedFor = undefined;
  }

  /** Any turn or view may ask: was there an alarm that should have rung? Cheap when there was not. Nothing is waited for. */
  watch(): void {
    if (!this.#looking && this.#armedFor !== undefined && this.#armedFor <= this.#parts.now() - graceMs) void this.#look();
  }

  /** Never rejects. */
  async #look(): Promise<void> {
    this.#looking = true;
    try {
      const stored = await this.#parts.storage.getAlarm();
      const late = this.#armedFor !== undefined && this.#armedFor <= this.#parts.now() - graceMs;
      if (late && (stored === null || stored <= this.#parts.now() - graceMs)) {
        this.#parts.missed();
        this.#set(this.#parts.now());
      }
    } catch (cause) {
      this.#parts.tell("warn", "could not look after the alarm", { cause });
    } finally {
      this.#looking = false;
    }
  }

  #set(at: number): void {
    // Its promise settles with the output gate; a failure there resets the actor, which arms anew.
    this.#parts.storage.setAlarm(at).catch(() => this.rang());
    this.#armedFor = at;
  }
}
