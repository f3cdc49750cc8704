import { describe, expect, it } from "vitest";
import { refusals, refusalsOf } from "./answers.ts";

const first = (count: number, seed: number, endpoint = 0) => {
  const next = refusalsOf(seed, endpoint);
  return Array.from({ length: count }, next);
};

describe("the answers of an endpoint", () => {
  it("are the same for the same seed, and others for another seed or endpoint", () => {
    expect(first(50, 7)).toEqual(first(50, 7));
    expect(first(50, 7)).not.toEqual(first(50, 8));
    expect(first(50, 7)).not.toEqual(first(50, 7, 1));
  });

  it("refuse three events in ten, in every way, at most three times", () => {
    const drawn = first(2_000, 1);
    // Binomial(2000, 0.3): standard deviation 20.5; five of them.
    expect(Math.abs(drawn.filter((ways) => ways.length > 0).length - 600)).toBeLessThan(103);
    expect(Math.max(...drawn.map((ways) => ways.length))).toBe(3);
    expect([...new Set(drawn.flat())].toSorted()).toEqual([...refusals].toSorted());
    // One refusal in six is silence: about 860 refusals, standard deviation 11.
    const silent = drawn.flat().filter((way) => way === "silence").length;
    expect(Math.abs(silent / drawn.flat().length - 1 / 6)).toBeLessThan(0.064);
  });
});
