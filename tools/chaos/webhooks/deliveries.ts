/** What the receiver's book says against the promises of docs/reference/webhooks.md. Pure. */
import { isDeepStrictEqual } from "node:util";
import { eventEnvelopeSchema, type EventEnvelope, type StoredEvent } from "../../../contracts/events/index.ts";
import type { WebhookDeliveryDetail } from "../../../contracts/services/webhooks.ts";
import type { Difference } from "../difference.ts";
import type { OpenedEndpoint } from "./endpoints.ts";
import { acceptedOf, repeatsOf, type Arrival } from "./ledger.ts";

/** What came of the webhooks of one trial. */
export interface Delivered {
  endpoints: readonly OpenedEndpoint[];
  arrivals: readonly Arrival[];
  /** The sender's own notes on what arrived again after it had been accepted. */
  notes: readonly WebhookDeliveryDetail[];
}

/**
 * Breaches within one trial. Lost: an event that an endpoint wants and never accepted, a body that is not the stored event, a signature
 * that is not the endpoint's. Duplicated: an id that nobody expected, a second body under one id, an event under another id than its own,
 * a delivery sent again although its acceptance was noted. Out of order: an event sent before the one before it of its subject was
 * accepted, or after a later one.
 */
export function breaches({ endpoints, arrivals, notes }: Delivered, events: readonly StoredEvent[]): Difference[] {
  return [
    ...endpoints.flatMap((endpoint, number) => {
      const own = arrivals.filter((arrival) => arrival.endpoint === number);
      const where = (what: string) => `webhooks #${number + 1} ${what}`;
      const wanted = wantedBy(endpoint, events);
      return [...completeness(own, wanted, where), ...identity(own, wanted, where), ...order(own, wanted, where)];
    }),
    ...sentAgain(notes),
  ];
}

/** Deliveries that have to be accepted, at all endpoints. */
export function expectedDeliveries({ endpoints }: Pick<Delivered, "endpoints">, events: readonly StoredEvent[]): number {
  return endpoints.reduce((sum, endpoint) => sum + wantedBy(endpoint, events).size, 0);
}

/** Endpoint and subject → what was accepted, in order; for the comparison with another trial. */
export function acceptedStreams({ arrivals }: Pick<Delivered, "arrivals">): Map<string, EventEnvelope[]> {
  const events = acceptedOf(arrivals).flatMap(({ endpoint, body }) => {
    const event = eventOf(body);
    return event ? [{ key: `webhooks #${endpoint + 1} of ${event.subject}`, event }] : [];
  });
  return new Map([...Map.groupBy(events, ({ key }) => key)].map(([key, own]) => [key, own.map(({ event }) => event)]));
}

/** How much there was to do, for people. */
export function summaryOf(delivered: Delivered, events: readonly StoredEvent[]): Record<string, number> {
  const { arrivals } = delivered;
  const answered = (answer: Arrival["answer"]) => arrivals.filter((arrival) => arrival.answer === answer).length;
  return {
    expected: expectedDeliveries(delivered, events),
    accepted: acceptedOf(arrivals).length,
    requests: arrivals.length,
    error: answered("error"),
    silence: answered("silence"),
    reset: answered("reset"),
    repeated: repeatsOf(arrivals).length,
  };
}

/** Webhook id → its event; undefined for a test delivery, which stands in no store. */
type Wanted = ReadonlyMap<string, StoredEvent | undefined>;
type Where = (what: string) => string;

function wantedBy({ id, types, tests, after }: OpenedEndpoint, events: readonly StoredEvent[]): Wanted {
  const organisation = events[0]?.organisation ?? "";
  const stored = events.filter(({ type, position }) => position > after && (types.length === 0 || types.some((one) => one === type)));
  return new Map([
    ...stored.map((event): [string, StoredEvent] => [event.id, event]),
    ...Array.from({ length: tests }, (_, index): [string, undefined] => [`webhook/${organisation}/${id}:${index + 1}`, undefined]),
  ]);
}

function completeness(arrivals: readonly Arrival[], wanted: Wanted, where: Where): Difference[] {
  const accepted = new Set(arrivals.filter(({ answer }) => answer === "accepted").map(({ id }) => id));
  const arrived = new Set(arrivals.map(({ id }) => id));
  return [
    ...[...wanted.keys()].filter((id) => !accepted.has(id)).map((id): Difference => ({ kind: "lost", where: where(id) })),
    ...[...arrived].filter((id) => !wanted.has(id)).map((id): Difference => ({ kind: "duplicated", where: where(id) })),
  ];
}

function identity(arrivals: readonly Arrival[], wanted: Wanted, where: Where): Difference[] {
  return [...Map.groupBy(arrivals, ({ id }) => id)].flatMap(([id, own]): Difference[] => {
    const [first, ...further] = [...new Set(own.map(({ body }) => body))];
    const event = eventOf(first ?? "");
    const stored = wanted.get(id);
    return [
      ...own.filter(({ genuine }) => !genuine).map((): Difference => ({ kind: "lost", where: where(`signature of ${id}`) })),
      ...further.map((actual): Difference => ({ kind: "duplicated", where: where(`body of ${id}`), expected: first, actual })),
      ...(event?.id === id ? [] : [{ kind: "duplicated", where: where(`event ${event?.id} as ${id}`) } as const]),
      ...(stored && !isSame(first ?? "", stored)
        ? [{ kind: "lost", where: where(`body of ${id}`), expected: stored, actual: first } as const]
        : []),
    ];
  });
}

function order(arrivals: readonly Arrival[], wanted: Wanted, where: Where): Difference[] {
  const before = predecessors(wanted);
  const accepted = new Set<string>();
  const latest = new Map<string, number>();
  return arrivals.flatMap(({ id, answer }): Difference[] => {
    const [subject, sequence] = placeOf(id);
    const seen = latest.get(subject) ?? 0;
    const previous = before.get(id);
    const early = previous !== undefined && !accepted.has(previous);
    const late = sequence < seen;
    latest.set(subject, Math.max(seen, sequence));
    if (answer === "accepted") accepted.add(id);
    if (early) return [{ kind: "out-of-order", where: where(id), expected: `after ${previous}` }];
    return late ? [{ kind: "out-of-order", where: where(id), actual: `after ${subject}:${seen}` }] : [];
  });
}

/** Id → the id of the wanted event before it of the same subject. */
function predecessors(wanted: Wanted): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, ids] of Map.groupBy(wanted.keys(), (id) => placeOf(id)[0])) {
    const sorted = ids.toSorted((a, b) => placeOf(a)[1] - placeOf(b)[1]);
    sorted.forEach((id, index) => {
      const previous = sorted[index - 1];
      if (previous !== undefined) found.set(id, previous);
    });
  }
  return found;
}

/** A noted 2xx is final: whatever arrives later was sent although it need not be. */
function sentAgain(notes: readonly WebhookDeliveryDetail[]): Difference[] {
  return notes.flatMap(({ eventId, log }): Difference[] => {
    const taken = log.filter(({ status }) => status !== null && status >= 200 && status < 300);
    return taken.length > 1 ? [{ kind: "duplicated", where: `webhook ${eventId}, sent again after its answer`, actual: taken }] : [];
  });
}

/** Subject and sequence of an id. */
function placeOf(id: string): [string, number] {
  const at = id.lastIndexOf(":");
  return [id.slice(0, at), Number(id.slice(at + 1))];
}

function eventOf(body: string): EventEnvelope | undefined {
  try {
    return eventEnvelopeSchema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

function isSame(body: string, event: StoredEvent): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(body), event);
  } catch {
    return false;
  }
}
