import { expect, test } from "vitest";
import { feedCloseCodes } from "../../../contracts/actor.ts";
import { afterClose, reconnectPause } from "./feed-closing.ts";

test("waits longer after every failure, up to 15 seconds, and never exactly as long as others", () => {
  expect([0, 1, 2].map((attempt) => reconnectPause(attempt, 0))).toEqual([250, 500, 1_000]);
  expect([0, 1, 2].map((attempt) => reconnectPause(attempt, 1))).toEqual([500, 1_000, 2_000]);
  expect(reconnectPause(30, 1)).toBe(15_000);
});

test.each([feedCloseCodes.tooSlow, feedCloseCodes.changed])("connects again soon when the server asks for it with %d", (code) => {
  expect(afterClose(code, 0, 0)).toEqual({ connectAfterMs: 250, asked: true });
});

test("does not hammer a server that does not understand it", () => {
  expect(afterClose(feedCloseCodes.malformed, 0, 0)).toEqual({ connectAfterMs: 15_000, asked: false });
});

test.each([1008, 4401, feedCloseCodes.revoked])("does not come back after %d, which it would only meet again", (code) => {
  expect(afterClose(code, 0, 0.5)).toBe("refused");
});

test.each([1000, 1001, 1006, 1011, 1013])("comes back after %d", (code) => {
  expect(afterClose(code, 1, 0)).toEqual({ connectAfterMs: 500, asked: false });
});
