import { expect, test } from "vitest";
import { traceOf } from "./trace.ts";

let next = 0;
const bytes = (length: number) => Uint8Array.from({ length }, () => (next += 1) % 256);

test("a caller's trace goes on, with a span of ours", () => {
  // The example of https://www.w3.org/TR/trace-context/, section 3.2.
  const { traceparent } = traceOf("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", bytes);
  expect(traceparent).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-00$/);
  expect(traceparent).not.toContain("00f067aa0ba902b7");
});

test.each([
  null,
  "",
  "nonsense",
  `00-${"0".repeat(32)}-00f067aa0ba902b7-01`,
  `00-4bf92f3577b34da6a3ce929d0e0e4736-${"0".repeat(16)}-01`,
  "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01",
])("%j begins a new trace", (given) => {
  const [a, b] = [traceOf(given, bytes), traceOf(given, bytes)];
  expect(a.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  expect(a.traceparent.slice(3, 35)).not.toBe(b.traceparent.slice(3, 35));
  expect(a.requestId).not.toBe(b.requestId);
});
