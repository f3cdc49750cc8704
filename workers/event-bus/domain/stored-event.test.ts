import { expect, it } from "vitest";
import { envelope } from "../../../contracts/events/envelope.ts";
import { rowOf, storedEvent } from "./stored-event.ts";

const parts = {
  source: "/auth",
  type: "user.renamed",
  dataversion: 1,
  subject: "user/org/usr",
  sequence: 7,
  organisation: "org",
  time: 1_700_000_000_123,
};

it.each([
  ["with a cause", envelope({ ...parts, causationid: "cmd_1", data: { name: "Zoë", tags: ["a", null], nested: { deep: 1.5 } } })],
  ["without a cause", envelope({ ...parts, data: null })],
])("an event %s comes out of the store as it went in", (_, event) => {
  expect(storedEvent({ ...rowOf(event), position: 3 })).toEqual({ ...event, position: 3 });
});
