import { describe, expect, it } from "vitest";
import { afterFailure, closedBreaker, duringTrial, stateOf, type Breaker } from "./breaker.ts";

const afterFailures = (count: number, now: number): Breaker =>
  Array.from({ length: count }).reduce<Breaker>((breaker) => afterFailure(breaker, now), closedBreaker);

describe("breaker", () => {
  it("stays closed for two failures in a row and opens at the third", () => {
    expect(stateOf(afterFailures(2, 1_000), 1_000)).toBe("closed");
    expect(stateOf(afterFailures(3, 1_000), 1_000)).toBe("open");
  });

  it("lets a trial through after five seconds, not before", () => {
    const breaker = afterFailures(3, 1_000);
    expect(stateOf(breaker, 5_999)).toBe("open");
    expect(stateOf(breaker, 6_000)).toBe("half-open");
  });

  it("doubles the pause with every failed trial, up to a minute", () => {
    const pauses = [3, 4, 5, 6, 7, 20].map((count) => afterFailures(count, 0).openUntil);
    expect(pauses).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  it("is open for everybody else while a trial is out", () => {
    const trial = duringTrial(afterFailures(3, 0), 5_000);
    expect(stateOf(trial, 5_001)).toBe("open");
  });
});
