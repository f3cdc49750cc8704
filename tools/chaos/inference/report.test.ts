import { describe, expect, it } from "vitest";
import { lineOf, summaryOf } from "./report.ts";

const held = { name: "failed requests", value: 0, unit: "", bar: { atMost: 0 } };
const missed = { name: "memory", value: 300, unit: "MiB", baseline: { name: "before", value: 200 }, ratio: 1.5, bar: { atMost: 1.15 } };

describe("the report of faults", () => {
  it("shows each figure beside its bar", () => {
    expect([held, missed, { name: "answered", value: 3_833.4, unit: "ms" }].map(lineOf)).toEqual([
      "  failed requests: 0, bar ≤ 0 held",
      "  memory: 300 MiB, 1.50 × before, bar ≤ 1.15 MISSED",
      "  answered: 3,833 ms",
    ]);
  });

  it("names what was missed, and takes a figure that is no number for missed", () => {
    expect(summaryOf([held])).toBe("inference faults: 1 of 1 bars held");
    const none = { name: "back after", value: NaN, unit: "s", bar: { atMost: 20 } };
    expect(summaryOf([held, missed, none])).toBe("inference faults: 1 of 3 bars held; missed: memory; back after");
  });
});
