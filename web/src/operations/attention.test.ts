import { describe, expect, it } from "vitest";
import { concerns, type Known } from "./attention.ts";

const fine: Known = {
  subscriptions: [
    { name: "marketing", status: "current", flow: "live", parked: [] },
    { name: "auth", status: "behind", flow: "catching-up", parked: [] },
  ],
  rejected: { count: 0, more: false },
  deadLetters: { count: 0, more: false },
  webhooks: [{ disabledReason: null }, { disabledReason: "asked" }],
};
const stalled = {
  subject: "niche/org_1/nch_1",
  eventId: "niche/org_1/nch_1:3",
  position: 9,
  failures: 5,
  fault: { code: "internal" as const, detail: "no", retryable: false },
  since: "2026-01-01T00:00:00Z",
  nextTry: "2026-01-01T01:00:00Z",
};

describe("what an operator should look at", () => {
  it("is nothing while services only work through a backlog, or somebody switched a webhook off", () => {
    expect(concerns(fine)).toEqual([]);
  });

  it("names dead letters before everything else, and leads to each place", () => {
    const found = concerns({
      subscriptions: [
        { name: "marketing", status: "backing-off", flow: "live", parked: [stalled] },
        { name: "auth", status: "current", flow: "paused", parked: [stalled] },
      ],
      rejected: { count: 1, more: false },
      deadLetters: { count: 50, more: true },
      webhooks: [{ disabledReason: "gone" }, { disabledReason: "failing" }],
    });
    expect(found.map(({ place }) => place)).toEqual(["dead-letters", "delivery", "delivery", "webhooks", "delivery", "delivery"]);
    expect(found.map(({ text }) => text)).toEqual([
      "More than 50 dead letters: work that was given up and waits for a decision",
      "2 parked subjects: a service does not get past an event",
      "1 refused event: the store did not take what a service wrote",
      "2 webhooks switched off, because the receiver failed or is gone",
      "Not answering: marketing",
      "Paused: auth",
    ]);
  });
});
