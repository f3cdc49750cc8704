import { expect, test } from "vitest";
import type { WebhookDelivery } from "../../../contracts/services/webhooks.ts";
import { moment } from "../interface/formats.ts";
import { nextTry } from "./next-try.ts";

const due = "2026-11-23T00:54:00.000Z";
const waiting: WebhookDelivery = {
  id: "1",
  eventId: "niche/org_1/nch_1:2",
  type: "evidence.imported",
  subject: "niche/org_1/nch_1",
  status: "pending",
  attempts: 0,
  createdAt: "2026-11-23T00:48:00.000Z",
  finishedAt: null,
  nextAttemptAt: due,
};

test("says when a delivery is due", () => {
  expect(nextTry(waiting, true, Date.parse(due) - 60_000)).toBe(moment(due));
});

test("says of one that has long been due that others come first, instead of a time that has passed", () => {
  expect(nextTry(waiting, true, Date.parse(due) + 60_000)).toBe("at its turn");
});

test("promises no time while the endpoint is off", () => {
  expect(nextTry(waiting, false, Date.parse(due) - 60_000)).toBe("when switched on");
});

test("says when a finished one ended", () => {
  expect(nextTry({ ...waiting, finishedAt: due, nextAttemptAt: null }, false, 0)).toBe(`ended ${moment(due)}`);
});
