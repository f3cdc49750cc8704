import { describe, expect, it } from "vitest";
import {
  afterAnswer,
  afterAnswers,
  afterFailure,
  afterSlow,
  closedBreaker,
  duringTrial,
  isQuiet,
  stateOf,
  worstOf,
  type Breaker,
} from "./breaker.ts";

const times = (count: number, step: (breaker: Breaker) => Breaker, from: Breaker = closedBreaker): Breaker =>
  Array.from({ length: count }).reduce<Breaker>(step, from);
const afterFailures = (count: number, now: number): Breaker => times(count, (breaker) => afterFailure(breaker, now));

describe("breaker", () => {
  it("stays closed for two failures in a row and opens at the third", () => {
    expect(stateOf(afterFailures(2, 1_000), 1_000)).toBe("closed");
    expect(stateOf(afterFailures(3, 1_000), 1_000)).toBe("open");
    expect(stateOf(afterFailure(afterAnswers(afterFailures(2, 1_000), 1, 1_000), 1_000), 1_000)).toBe("closed");
  });

  it("lets a trial through after five seconds, not before", () => {
    const breaker = afterFailures(3, 1_000);
    expect(stateOf(breaker, 5_999)).toBe("open");
    expect(stateOf(breaker, 6_000)).toBe("half-open");
  });

  it("doubles the pause with every failed trial, up to a minute", () => {
    let [breaker, now] = [afterFailures(3, 1), 1];
    const pauses = [breaker.openUntil - now];
    for (let i = 0; i < 5; i++) {
      now = breaker.openUntil;
      breaker = afterFailure(duringTrial(breaker, now), now);
      pauses.push(breaker.openUntil - now);
    }
    expect(pauses).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  it("takes a burst that fails together for one reason to pause, not for many", () => {
    expect(afterFailures(20, 1).openUntil).toBe(5_001);
  });

  it("is open for everybody else while a trial is out", () => {
    const trial = duringTrial(afterFailures(3, 1), 5_001);
    expect(stateOf(trial, 5_002)).toBe("open");
  });

  it("opens when half of the latest calls failed, though never three in a row", () => {
    const pair = (breaker: Breaker) => afterFailure(afterAnswers(breaker, 1, 1_000), 1_000);
    expect(stateOf(times(4, pair), 1_000)).toBe("closed");
    expect(stateOf(times(5, pair), 1_000)).toBe("open");
    const oneOfThree = (breaker: Breaker) => afterFailure(afterAnswers(breaker, 2, 1_000), 1_000);
    expect(stateOf(times(50, oneOfThree), 1_000)).toBe("closed");
  });

  it("forgets what was long ago: half after fifteen seconds", () => {
    const failed = times(9, (breaker) => afterFailure(afterAnswers(breaker, 1, 1_000), 1_000), {
      ...closedBreaker,
      answered: 20,
      at: 1_000,
    });
    expect(afterAnswers(failed, 0, 16_000).failed).toBeCloseTo(4.5, 6);
    expect(isQuiet(afterAnswers(failed, 1, 400_000))).toBe(true);
  });

  it("opens when others keep answering first, and for that alone not by a row", () => {
    const slow = (breaker: Breaker) => afterSlow(breaker, 1_000);
    expect(stateOf(times(9, slow), 1_000)).toBe("closed");
    expect(stateOf(times(10, slow), 1_000)).toBe("open");
    const seldom = (breaker: Breaker) => afterSlow(afterAnswers(breaker, 19, 1_000), 1_000);
    expect(stateOf(times(50, seldom), 1_000)).toBe("closed");
  });

  it("closes by the answer to its trial, with nothing held against it, and by no earlier one", () => {
    expect(afterAnswer(duringTrial(afterFailures(3, 1), 5_001), 5_010)).toEqual(closedBreaker);
    expect(stateOf(afterAnswer(afterFailures(3, 1), 10), 11)).toBe("open");
    expect(stateOf(afterAnswers(duringTrial(afterFailures(3, 1), 5_001), 9, 5_002), 5_003)).toBe("open");
  });

  it("of several: the worst", () => {
    expect([worstOf([]), worstOf(["closed", "half-open"]), worstOf(["half-open", "open", "closed"])]).toEqual([
      "closed",
      "half-open",
      "open",
    ]);
  });
});
