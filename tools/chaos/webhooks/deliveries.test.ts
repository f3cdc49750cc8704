import { describe, expect, it } from "vitest";
import { envelope, type StoredEvent } from "../../../contracts/events/index.ts";
import type { WebhookDeliveryDetail } from "../../../contracts/services/webhooks.ts";
import { acceptedStreams, breaches, expectedDeliveries } from "./deliveries.ts";
import type { OpenedEndpoint } from "./endpoints.ts";
import type { Arrival } from "./ledger.ts";

function stored(position: number, subject: string, sequence: number, type = "niche.created"): StoredEvent {
  const parts = { source: "/test", type, dataversion: 1, organisation: "o", time: 0, data: { n: position } };
  return { ...envelope({ ...parts, subject, sequence }), position };
}

/** Two subjects whose events interleave; the first event stands before the endpoint was opened. */
const early = stored(1, "user/o/u", 1);
const [a1, b1, a2, a3] = [
  stored(2, "niche/o/a", 1),
  stored(3, "run/o/b", 1, "run.started"),
  stored(4, "niche/o/a", 2),
  stored(5, "niche/o/a", 3),
];
const events = [early, a1, b1, a2, a3];
const everything: OpenedEndpoint = { id: "whk_1", types: [], tests: 0, after: 1 };

const arrival = (event: StoredEvent, more: Partial<Arrival> = {}): Arrival => ({
  endpoint: 0,
  id: event.id,
  body: JSON.stringify(event),
  genuine: true,
  answer: "accepted",
  ...more,
});

const clean = [a1, b1, a2, a3].map((event) => arrival(event));

function kinds(arrivals: Arrival[], endpoint = everything) {
  return breaches({ endpoints: [endpoint], arrivals, notes: [] }, events).map(({ kind, where }) => `${kind} ${where}`);
}

describe("webhooks as they should be", () => {
  it("may be refused, repeated, and overtake those of other subjects", () => {
    const refused = arrival(a1, { answer: "error" });
    expect(kinds([refused, arrival(b1), refused, ...[a1, a1, a2, a3].map((event) => arrival(event))])).toEqual([]);
  });

  it("are those that the endpoint wants, and its tests", () => {
    const runs: OpenedEndpoint = { id: "whk_1", types: ["run.started"], tests: 1, after: 1 };
    const test = { ...stored(9, "webhook/o/whk_1", 1), id: "webhook/o/whk_1:1" };
    expect(kinds([arrival(b1), arrival(test)], runs)).toEqual([]);
    expect(expectedDeliveries({ endpoints: [everything, runs] }, events)).toBe(6);
  });
});

describe("a breach", () => {
  it.each<[string, Arrival[], string]>([
    ["an event that never came", clean.slice(0, 3), "lost webhooks #1 niche/o/a:3"],
    ["an event that was never accepted", [...clean.slice(0, 3), arrival(a3, { answer: "reset" })], "lost webhooks #1 niche/o/a:3"],
    ["a wrong signature", [...clean.slice(0, 3), arrival(a3, { genuine: false })], "lost webhooks #1 signature of niche/o/a:3"],
    ["another body than the store's", [...clean.slice(0, 3), arrival({ ...a3, data: {} })], "lost webhooks #1 body of niche/o/a:3"],
    ["another body at a repetition", [...clean, arrival({ ...a3, data: {} })], "duplicated webhooks #1 body of niche/o/a:3"],
    ["an event from before its time", [arrival(early), ...clean], "duplicated webhooks #1 user/o/u:1"],
    ["an event after its successor", [arrival(a1), arrival(b1), arrival(a3), arrival(a2)], "out-of-order webhooks #1 niche/o/a:3"],
    ["a repetition after its successor", [...clean, arrival(a2)], "out-of-order webhooks #1 niche/o/a:2"],
    [
      "an event before the last was accepted",
      [arrival(a1, { answer: "error" }), arrival(a2), ...clean],
      "out-of-order webhooks #1 niche/o/a:2",
    ],
  ])("is %s", (_, arrivals, expected) => {
    expect(kinds(arrivals)).toContain(expected);
  });

  it("is an event under an id of its own for each attempt", () => {
    const attempts = [1, 2].map((attempt) => arrival(a3, { id: `${a3.id}-${attempt}`, answer: attempt === 1 ? "error" : "accepted" }));
    expect(kinds([...clean.slice(0, 3), ...attempts])).toEqual(
      expect.arrayContaining(["lost webhooks #1 niche/o/a:3", `duplicated webhooks #1 event ${a3.id} as ${a3.id}-2`]),
    );
  });

  it("is a delivery that is sent again although its acceptance was noted", () => {
    const taken = { attempt: 1, at: "2026-01-01T00:00:00.000Z", durationMs: 1, status: 200, detail: "" };
    const noted = (...statuses: (number | null)[]): WebhookDeliveryDetail => ({
      id: "1",
      eventId: a1.id,
      type: a1.type,
      subject: a1.subject,
      status: "delivered",
      attempts: statuses.length,
      createdAt: taken.at,
      finishedAt: taken.at,
      nextAttemptAt: null,
      log: statuses.map((status, index) => ({ ...taken, attempt: index + 1, status })),
    });
    const kindsWith = (notes: WebhookDeliveryDetail[]) =>
      breaches({ endpoints: [everything], arrivals: [...clean.slice(0, 1), ...clean], notes }, events).map(({ kind }) => kind);
    // The answer to the first did not reach the sender.
    expect(kindsWith([noted(null, 200)])).toEqual([]);
    expect(kindsWith([noted(200, 200)])).toEqual(["duplicated"]);
  });
});

it("the accepted streams are in order of acceptance, by endpoint and subject", () => {
  const found = acceptedStreams({ arrivals: [arrival(b1, { endpoint: 1 }), ...clean, arrival(a1)] });
  expect([...found].map(([where, own]) => [where, own.map(({ sequence }) => sequence)])).toEqual([
    ["webhooks #2 of run/o/b", [1]],
    ["webhooks #1 of niche/o/a", [1, 2, 3]],
    ["webhooks #1 of run/o/b", [1]],
  ]);
});
