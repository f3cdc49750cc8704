import { describe, expect, it } from "vitest";
import { shrunkShares } from "./shrinkage.ts";

describe("shares of many groups", () => {
  // Efron & Morris 1975, table 1: hits in the first 45 at bats of 18 players, and their averages in the rest of the season.
  const hits = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7];
  const later = [0.346, 0.298, 0.276, 0.222, 0.273, 0.27, 0.263, 0.21, 0.269, 0.23, 0.264, 0.256, 0.303, 0.264, 0.226, 0.285, 0.316, 0.2];

  it("foretell what comes better than each group's own (batting averages of Efron & Morris 1975)", () => {
    const shrunk = shrunkShares(hits.map((count) => ({ count, n: 45 }))) ?? [];
    const error = (guesses: readonly number[]) => guesses.reduce((sum, guess, i) => sum + (guess - (later[i] ?? 0)) ** 2, 0);
    const [own, ours] = [error(hits.map((count) => count / 45)), error(shrunk.map(({ value }) => value))];
    // Theirs: 0.077 and 0.022.
    expect(own).toBeCloseTo(0.077, 2);
    expect(ours).toBeLessThan(own / 3);
    for (const { value, low, high } of shrunk) expect(low < value && value < high).toBe(true);
  });

  it("move small groups far and large ones hardly", () => {
    const [small, large] =
      shrunkShares([
        { count: 3, n: 3 },
        { count: 900, n: 1000 },
        { count: 20, n: 100 },
        { count: 50, n: 100 },
        { count: 5, n: 100 },
      ]) ?? [];
    expect(small?.value).toBeLessThan(0.9);
    expect(large?.value).toBeCloseTo(0.9, 2);
    expect((small?.high ?? 0) - (small?.low ?? 0)).toBeGreaterThan(0.3);
  });

  it("are not drawn together where there are two groups, or nothing to tell", () => {
    expect(
      shrunkShares([
        { count: 1, n: 2 },
        { count: 1, n: 2 },
      ]),
    ).toBeUndefined();
    expect(shrunkShares([1, 2, 3].map((n) => ({ count: 0, n })))).toBeUndefined();
  });
});
