import { expect, test } from "vitest";
import { frameOf, reconnectPause } from "./feed.ts";

test("reads the frames of an actor's feed", () => {
  const event = { sequence: 3, type: "step.started", time: 1, data: {} };
  expect(frameOf(JSON.stringify({ frame: "event", event }))).toEqual({ frame: "event", event });
  expect(frameOf('{"frame":"ready","version":3}')).toEqual({ frame: "ready", version: 3 });
});

test.each(["", "not json", '{"frame":"other"}', '{"frame":"event","event":{}}'])("takes %o for no frame", (text) => {
  expect(frameOf(text)).toBeUndefined();
});

test("waits longer after every failure, up to 15 seconds, and never exactly as long as others", () => {
  expect([0, 1, 2].map((attempt) => reconnectPause(attempt, 0))).toEqual([250, 500, 1_000]);
  expect([0, 1, 2].map((attempt) => reconnectPause(attempt, 1))).toEqual([500, 1_000, 2_000]);
  expect(reconnectPause(30, 1)).toBe(15_000);
});
