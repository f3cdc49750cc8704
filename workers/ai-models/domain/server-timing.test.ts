import { describe, expect, it } from "vitest";
import { longestPhases, readPhases, writeServerTiming } from "./server-timing.ts";

describe("Server-Timing", () => {
  it("is read as far as it names phases that are known", () => {
    expect(readPhases('tokenize;dur=0.5, queue;dur=3.5, inference;dur=12, traceparent;desc="00-1"')).toEqual({
      tokenizeMs: 0.5,
      queueMs: 3.5,
      inferenceMs: 12,
    });
    expect(readPhases("db;dur=7, queue;dur=1")).toEqual({ queueMs: 1 });
    expect(readPhases(null)).toEqual({});
  });

  it("says the phases and the whole, or that the answer was kept", () => {
    expect(writeServerTiming({ times: { queueMs: 3, inferenceMs: 12.34 } }, 20)).toBe("queue;dur=3.0, inference;dur=12.3, total;dur=20.0");
    expect(writeServerTiming({ cached: true, times: { queueMs: 3 } }, 1)).toBe("cache;desc=hit, total;dur=1.0");
  });

  it("of parts computed side by side is that of the slowest in each phase", () => {
    expect(longestPhases([{ queueMs: 1, inferenceMs: 9 }, { queueMs: 4 }, {}])).toEqual({ queueMs: 4, inferenceMs: 9 });
  });
});
