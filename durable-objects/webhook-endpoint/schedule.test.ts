import { describe, expect, it } from "vitest";
import { nextAttempt, publishedSchedule, scheduleOf } from "./schedule.ts";

const calm = { now: 0, random: 0 };

describe("the schedule of a delivery", () => {
  it("is that of Standard Webhooks: ten attempts over 75 hours and some minutes", () => {
    const pauses = Array.from({ length: 10 }, (_, index) => nextAttempt(index + 1, publishedSchedule, calm));
    // 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h, then no more.
    expect(pauses).toEqual([5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000, 72_000_000, 86_400_000, undefined]);
  });

  it("is stretched by up to a fifth, never shortened", () => {
    expect(nextAttempt(1, publishedSchedule, { now: 1_000, random: 0.5 })).toBe(1_000 + 5_500);
    expect(nextAttempt(1, publishedSchedule, { now: 0, random: 0.999_999 })).toBeLessThanOrEqual(6_000);
  });

  it("respects a longer pause that the endpoint asked for, up to a day", () => {
    expect(nextAttempt(1, publishedSchedule, calm, 60_000)).toBe(60_000);
    expect(nextAttempt(2, publishedSchedule, calm, 60_000)).toBe(300_000);
    expect(nextAttempt(1, publishedSchedule, calm, 1e12)).toBe(86_400_000);
  });

  it.each([
    ["0.05,0.1", [0.05, 0.1]],
    ["7", [7]],
  ])("can be set to %s", (text, expected) => {
    expect(scheduleOf(text)).toEqual(expected);
  });

  it.each([[undefined], [""], ["soon"], ["5,,"], ["-1"], ["90000"]])("stays the published one when it is set to %j", (text) => {
    expect(scheduleOf(text)).toBe(publishedSchedule);
  });
});
