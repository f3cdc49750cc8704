import { expect, test } from "vitest";
import type { SubscriptionView } from "../../../contracts/services/event-bus.ts";
import { adviceOn } from "./delivery-advice.ts";

const live: SubscriptionView = { name: "marketing", status: "current", flow: "live", cursor: 7, lag: 0, retrying: [], parked: [] };
const away = { code: "unavailable" as const, detail: "It restarts.", retryable: true };

test.each<[string, Partial<SubscriptionView>, RegExp | undefined]>([
  ["says nothing about a service that has everything", {}, undefined],
  ["says that nothing is lost in a pause", { flow: "paused", status: "behind", lag: 3 }, /3 events .* nothing is lost.*Resume/],
  ["says why a service is away", { status: "backing-off", fault: away }, /does not answer: It restarts\. Start or mend/],
  ["leaves a service alone that catches up", { flow: "catching-up", status: "behind", lag: 1 }, /1 event to go.*nothing to do/],
  ["tells a backlog from a standstill", { status: "behind", lag: 12 }, /12 events to go.*stands still/],
])("%s", (_, change, expected) => {
  const advice = adviceOn({ ...live, ...change });
  if (expected === undefined) expect(advice).toBeUndefined();
  else expect(advice).toMatch(expected);
});
