/** The subscriber on the other side of a binding: every call has a deadline and answers a result. */
import type { StoredEvent } from "../../contracts/events/envelope.ts";
import { err, ok, type Err, type Result } from "../../contracts/result.ts";
import type { ServiceLife } from "../../contracts/services/common.ts";
import { tell } from "../kernel/telling.ts";

/** The calls that a subscription makes. */
export type SubscribedService = Pick<ServiceLife, "describe" | "onEvents" | "drainOutbox">;

const deadlineMs = 30_000;

/** What came of handing events over. `refused`: a failure that may be the events' own; `away`: the service says later. */
export type Delivery = { outcome: "accepted" } | { outcome: "refused" | "away"; fault: Err["error"] };

export class Peer {
  readonly #service: SubscribedService;
  readonly #subscriber: string;
  /** Calls made so far. */
  calls = 0;
  /** Deliveries among them. */
  deliveries = 0;

  /** `subscriber`: its name in the log. */
  constructor(service: SubscribedService, subscriber: string) {
    this.#service = service;
    this.#subscriber = subscriber;
  }

  /** Event types that the service wants; a fault when it does not answer at all. */
  async handles(): Promise<Result<string[]>> {
    try {
      const description = await this.#within(() => this.#service.describe());
      return ok(description.handles ?? []);
    } catch (cause) {
      return err("unavailable", `The service did not answer: ${String(cause)}`);
    }
  }

  /** Hands over one batch, in order. Handing it over again is harmless: the service knows the ids it has applied. */
  async deliver(events: StoredEvent[]): Promise<Delivery> {
    this.deliveries += 1;
    try {
      const result = await this.#within(() => this.#service.onEvents(events));
      if (result.ok) return { outcome: "accepted" };
      return { outcome: result.error.retryable ? "away" : "refused", fault: result.error };
    } catch (cause) {
      return { outcome: "refused", fault: err("internal", String(cause)).error };
    }
  }

  /** Lets the service send again what waits in its outbox; how many events, 0 when it could not. */
  async drainOutbox(): Promise<number> {
    try {
      return await this.#within(() => this.#service.drainOutbox());
    } catch (cause) {
      tell(`event-subscription/${this.#subscriber}`, "warn", "an outbox could not be drained", { cause });
      return 0;
    }
  }

  /** A hung callee must not stop the subscription for good. */
  async #within<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    this.calls += 1;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${deadlineMs} ms`)), deadlineMs);
    });
    try {
      return await Promise.race([call(), timeout]);
    } finally {
      clearTimeout(timer);
    }
  }
}
