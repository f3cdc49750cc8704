/**
 * One turn of an endpoint: take what is new from the store, send what is due. Deliveries of different subjects go side by side, those
 * of one subject one after the other. A crash at any point repeats at most the attempts that were under way, under the same ids.
 */
import { envelope } from "../../contracts/events/envelope.ts";
import type { EndpointName } from "../../workers/event-bus/domain/webhook.ts";
import type { Delivery } from "./delivery.ts";
import type { EventSource } from "./event-source.ts";
import type { Ledger } from "./ledger.ts";
import type { Endpoint, Registry } from "./registry.ts";
import { nextAttempt } from "./schedule.ts";
import { attempt, type Outcome, type Send } from "./sending.ts";

/** Unfinished deliveries at most; what is beyond waits in the store. */
const maxPending = 1_000;
/** Taken from the store at once. */
const pageSize = 200;
/** Attempts of one turn; the next alarm is a new invocation with its own number of calls. */
const maxAttemptsPerTurn = 24;
/** Requests under way at once. */
const concurrency = 4;
/** Over the time-out of the attempt: a lease that runs out belongs to a crash. */
export const leaseMarginMs = 10_000;

export interface DispatchParts {
  name: EndpointName;
  ledger: Ledger;
  registry: Registry;
  source: EventSource;
  clock: { now(): number; random(): number };
  schedule: readonly number[];
  timeoutMs: number;
  allowLoopback: boolean;
  send: Send;
}

/** Why a turn ended. `idle`: nothing is due; `more`: go on in a new turn; `disabled`: nothing may be sent; `deleted`: nobody is there. */
export type TurnEnd = "idle" | "more" | "disabled" | "deleted";

export class Dispatch {
  readonly #parts: DispatchParts;
  #attempts = 0;
  #underWay = 0;
  /** Something may be new in the store. */
  #renewed = false;
  /** Resolved, and replaced, when a delivery may have come due before its time. */
  #changed = Promise.withResolvers<void>();

  constructor(parts: DispatchParts) {
    this.#parts = parts;
  }

  /** Throws when the store or the registry is away. */
  async turn(): Promise<TurnEnd> {
    const endpoint = await this.#endpoint();
    if (!endpoint) return "deleted";
    if (!endpoint.enabled) return "disabled";
    const more = await this.#take(endpoint);
    await Promise.all(Array.from({ length: concurrency }, () => this.#sendDue()));
    const after = await this.#endpoint();
    if (!after) return "deleted";
    if (!after.enabled) return "disabled";
    return more || this.#attempts >= maxAttemptsPerTurn ? "more" : "idle";
  }

  /** Looks for new events while the turn goes on: an attempt that waits for its answer must not keep them. */
  renew(): void {
    this.#renewed = true;
    this.#announce();
  }

  /** Takes a page of new events in; true when more may follow and there is room for it. */
  async #take({ startPosition, types }: Endpoint): Promise<boolean> {
    const { ledger, source, name, clock } = this.#parts;
    const room = Math.min(pageSize, maxPending - ledger.pending);
    if (room <= 0) return false;
    const from = ledger.endpoint?.cursor ?? startPosition;
    const { events, reach, more } = await source.after(name.organisation, from, types, room);
    ledger.take(
      events.map(({ id: eventId, type, subject, position }) => ({ eventId, type, subject, position })),
      Math.max(reach, from),
      clock.now(),
    );
    return more && ledger.pending < maxPending;
  }

  /** One of the lanes: sends what is due for as long as something is, or may become so, before the attempts of the turn are used up. */
  async #sendDue(): Promise<void> {
    const { ledger, clock, timeoutMs } = this.#parts;
    while (this.#attempts < maxAttemptsPerTurn) {
      const now = clock.now();
      const delivery = ledger.claim(now, now + timeoutMs + leaseMarginMs);
      if (!delivery && this.#underWay === 0) return;
      if (!delivery) {
        await this.#untilDue(now);
        continue;
      }
      this.#attempts += 1;
      this.#underWay += 1;
      try {
        // Read anew each time: a change of address, secret or state counts from the next attempt on.
        const endpoint = await this.#endpoint();
        if (!endpoint?.enabled) return ledger.giveBack(delivery, now);
        await this.#send(delivery, endpoint);
      } finally {
        this.#underWay -= 1;
        this.#announce();
      }
    }
  }

  /** While other lanes wait for answers: until one of them has its own, a retry comes due, or new events are there, which are taken in. */
  async #untilDue(now: number): Promise<void> {
    if (this.#renewed) {
      this.#renewed = false;
      const endpoint = await this.#endpoint();
      if (endpoint?.enabled) await this.#take(endpoint);
      return;
    }
    const timer = new AbortController();
    const due = scheduler.wait((this.#parts.ledger.nextAt ?? now) - now, { signal: timer.signal }).catch(() => undefined);
    await Promise.race([this.#changed.promise, due]);
    timer.abort();
  }

  #announce(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  async #send(delivery: Delivery, { url, secrets }: Endpoint): Promise<void> {
    const { ledger, clock, timeoutMs, allowLoopback, send } = this.#parts;
    const body = delivery.body ?? (await this.#bodyOf(delivery));
    const at = clock.now();
    if (body === undefined) {
      ledger.note(delivery, { at, durationMs: 0, status: null, detail: "The event is no longer stored." });
      return ledger.fail(delivery, at);
    }
    const message = { url, secrets, id: delivery.eventId, body };
    const outcome = await attempt(message, { now: at, timeoutMs, allowLoopback, send });
    await this.#conclude(delivery, url, outcome, at);
  }

  async #conclude(delivery: Delivery, url: string, { result, status, detail, askedMs }: Outcome, at: number): Promise<void> {
    const { name, ledger, registry, schedule, clock } = this.#parts;
    const now = clock.now();
    if (result === "delivered") {
      ledger.note(delivery, { at, durationMs: now - at, status, detail });
      return ledger.deliver(delivery, now);
    }
    const next = nextAttempt(delivery.failures + 1, schedule, { now, random: clock.random() }, askedMs);
    const lost = next === undefined && (ledger.endpoint?.delivered_at ?? 0) < delivery.createdAt;
    // Before anything is noted: a crash in between tries once more, which a switched-off endpoint does not hear.
    if (result === "gone") await registry.disable(name, url, "gone", now);
    else if (lost) await registry.disable(name, url, "failing", now);
    ledger.note(delivery, { at, durationMs: now - at, status, detail });
    if (next === undefined && result !== "gone") ledger.fail(delivery, now);
    else ledger.retryAt(delivery, next ?? now);
  }

  async #bodyOf({ position }: Delivery): Promise<string | undefined> {
    const { source, name } = this.#parts;
    const event = position === null ? undefined : await source.at(name.organisation, position);
    return event && JSON.stringify(event);
  }

  #endpoint(): Promise<Endpoint | undefined> {
    const { registry, name, clock } = this.#parts;
    return registry.endpoint(name, clock.now());
  }
}

/** What a test delivery says: an event of no catalogue, that stands in no store. */
export function testEvent({ organisation, id }: EndpointName, number: number, now: number) {
  const event = envelope({
    source: "/event-bus",
    type: "webhook.tested",
    dataversion: 1,
    subject: `webhook/${organisation}/${id}`,
    sequence: number,
    organisation,
    time: now,
    data: { webhook: id },
  });
  return { eventId: event.id, type: event.type, subject: event.subject, body: JSON.stringify(event) };
}
