import { describe, expect, it } from "vitest";
import { liftInWords, sharesInWords, surenessInWords } from "./segment-words.ts";

const share = { value: 0.48, low: 0.39, high: 0.57, count: 54, n: 112, method: "wilson-95" as const };

describe("a group against the others in words", () => {
  it("gives both shares with interval and n", () => {
    const others = { value: 0.2, low: 0.17, high: 0.23, count: 100, n: 500, method: "wilson-95" as const };
    expect(sharesInWords({ share, others })).toBe("48 % (39 % to 57 %; 54 of 112); others 20 % (17 % to 23 %; 100 of 500)");
  });

  it("gives the lift with its interval, which may have no bound", () => {
    expect(liftInWords({ value: 2.41, low: 1.86, high: 13.2 })).toBe("2.4 times the others' share (1.9 to 13)");
    expect(liftInWords({ value: null, low: 3, high: null })).toBe("none of the others; at least 3.0 times");
  });

  it("says when nothing could be told", () => {
    expect(surenessInWords({ difference: "same", adjustedP: 0.4 })).toBe("no difference could be told (adjusted p 0.400)");
    expect(surenessInWords({ difference: "more", adjustedP: 0.0001 })).toBe("adjusted p below 0.001");
  });
});
