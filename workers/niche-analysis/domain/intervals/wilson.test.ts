import { describe, expect, test } from "vitest";
import { wilson } from "./wilson.ts";

describe("Wilson's interval", () => {
  // Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("gives Newcombe's published limits for %i of %i", (count, n, low, high) => {
    const interval = wilson(count, n);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  test("mirrors: what does not happen 0 times happens always", () => {
    expect(wilson(20, 20).low).toBeCloseTo(1 - 0.1611, 4);
    expect(wilson(20, 20).high).toBe(1);
  });

  test("knows nothing from nothing", () =>
    expect(wilson(0, 0)).toEqual({ value: 0, low: 0, high: 1, count: 0, n: 0, method: "wilson-95" }));
});
