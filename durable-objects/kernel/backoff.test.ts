import { describe, expect, it } from "vitest";
import { defaultRetry, pauseAfter, retryOptions } from "./backoff.ts";

const options = { maxAttempts: 5, baseMs: 100, maxMs: 1_000 };

describe("pauses between attempts", () => {
  it("double from the first one up to the longest", () => {
    const longest = [1, 2, 3, 4, 5, 50].map((attempt) => pauseAfter(attempt, options, 1));
    expect(longest).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  });

  it("lie anywhere in the upper half, by the draw", () => {
    expect([0, 0.5, 0.999].map((random) => pauseAfter(2, options, random))).toEqual([100, 150, 200]);
  });
});

describe("options of retrying", () => {
  it("are six attempts, 200 ms to 30 s, unless stated", () => {
    expect(retryOptions()).toEqual({ maxAttempts: 6, baseMs: 200, maxMs: 30_000 });
    expect(retryOptions({ baseMs: 5 })).toEqual({ ...defaultRetry, baseMs: 5 });
  });

  it("may be a single attempt, or pauses that never grow", () => {
    expect(retryOptions({ maxAttempts: 1 }).maxAttempts).toBe(1);
    expect(retryOptions({ baseMs: 50, maxMs: 50 })).toMatchObject({ baseMs: 50, maxMs: 50 });
  });

  it.each([
    [{ maxAttempts: 0 }, "maxAttempts"],
    [{ maxAttempts: 1.5 }, "maxAttempts"],
    [{ baseMs: 0 }, "baseMs"],
    [{ baseMs: Number.NaN }, "baseMs"],
    [{ baseMs: 500, maxMs: 499 }, "maxMs"],
    [{ maxMs: Number.NaN }, "maxMs"],
  ])("are refused where they are given: %j names %s", (wrong, name) => {
    expect(() => retryOptions(wrong)).toThrow(new RegExp(`^${name} `));
  });
});
