import { describe, expect, it } from "vitest";
import { killsOf, targets } from "./kills.ts";

describe("the kills of a seed", () => {
  it("are the same every time, and others for another seed", () => {
    expect(killsOf(20, 7)).toEqual(killsOf(20, 7));
    expect(killsOf(20, 7)).not.toEqual(killsOf(20, 8));
  });

  it("begin like those of a longer list", () => {
    expect(killsOf(20, 7).slice(0, 5)).toEqual(killsOf(5, 7));
  });

  it("hit every target once in each three", () => {
    const kills = killsOf(30, 3);
    for (let at = 0; at < 30; at += 3)
      expect(
        kills
          .slice(at, at + 3)
          .map(({ target }) => target)
          .sort(),
      ).toEqual([...targets].sort());
  });

  it.each([
    ["recovery", 1_500],
    ["call", 120],
    ["webhook", 60],
  ])("come early and late after a %s, at most %i ms", (from, longest) => {
    const pauses = killsOf(300, 1)
      .filter((kill) => kill.from === from)
      .map(({ afterMs }) => afterMs);
    // A third of 300, give or take five standard deviations of a binomial.
    expect(Math.abs(pauses.length - 100)).toBeLessThan(41);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(longest);
    expect(Math.min(...pauses)).toBeLessThan(longest / 10);
    expect(Math.max(...pauses)).toBeGreaterThan(longest * 0.9);
  });

  it("are none when none are wanted", () => {
    expect(killsOf(0, 1)).toEqual([]);
  });
});
