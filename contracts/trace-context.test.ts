import { expect, it } from "vitest";
import { traceContext } from "./trace-context.ts";

const random = (bytes: number) => new Uint8Array(bytes).fill(7);
const caller = "4bf92f3577b34da6a3ce929d0e0e4736";

it("a trace goes on with a span of its own, and with the caller's flags", () => {
  expect(traceContext(`00-${caller}-00f067aa0ba902b7-00`, random)).toEqual({ id: caller, traceparent: `00-${caller}-0707070707070707-00` });
});

it.each([
  undefined,
  null,
  "",
  "junk",
  `00-${"0".repeat(32)}-00f067aa0ba902b7-01`,
  `00-${caller}-${"0".repeat(16)}-01`,
  `ff-${caller}-00f067aa0ba902b7-01`,
])("%s begins a new one", (traceparent) => {
  expect(traceContext(traceparent, random)).toEqual({ id: "07".repeat(16), traceparent: `00-${"07".repeat(16)}-${"07".repeat(8)}-01` });
});
