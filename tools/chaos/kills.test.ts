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

  it("come within a second and a half, early ones and late ones", () => {
    const pauses = killsOf(300, 1).map(({ afterMs }) => afterMs);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(1_500);
    expect(Math.min(...pauses)).toBeLessThan(150);
    expect(Math.max(...pauses)).toBeGreaterThan(1_350);
  });

  it("are none when none are wanted", () => {
    expect(killsOf(0, 1)).toEqual([]);
  });
});
