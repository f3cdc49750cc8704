import { describe, expect, it } from "vitest";
import { problemSeverity, severityOf } from "./severity.ts";

describe("the severity of a theme", () => {
  it.each([
    // Share of complaints × their mean score, against 0.45 and 0.25.
    [0.5, 0.9, "high"],
    [0.9, 0.5, "high"],
    [0.56, 0.8, "medium"],
    [0.57, 0.8, "high"],
    [0.5, 0.5, "medium"],
    [0.31, 0.8, "low"],
    [0.32, 0.8, "medium"],
    [1, 0.2, "low"],
    [0, 1, "low"],
  ])("with %d complaining at %d is %s", (share, intensity, severity) => {
    expect(severityOf(share, intensity)).toBe(severity);
  });
});

describe("the severity of a niche's problems", () => {
  it("is 1, 0.6 or 0.3 for one of a kind (the predecessor's scores)", () => {
    expect((["high", "medium", "low"] as const).map((severity) => problemSeverity([severity]))).toEqual([1, 0.6, 0.3]);
  });

  it("counts each theme as often as it has texts", () => {
    expect(problemSeverity(["high", "low"], [1, 3])).toBeCloseTo((1 + 3 * 0.3) / 4, 12);
    expect(problemSeverity(["high", "low"], [0, 3])).toBeCloseTo(0.3, 12);
  });

  it("is nothing without problems", () => {
    expect([problemSeverity([]), problemSeverity(["high"], [0])]).toEqual([0, 0]);
  });
});
