import { describe, expect, it } from "vitest";
import { backoff } from "./backoff.ts";

describe("pauses between attempts", () => {
  const options = { first: 500, longest: 10_000 };

  it("double up to the longest", () => {
    expect([1, 2, 3, 4, 5, 6, 100].map((attempt) => backoff(attempt, options, () => 1))).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000,
    ]);
  });

  it("spread over three quarters of their bound", () => {
    expect(backoff(1, options, () => 0)).toBe(125);
    expect(backoff(1, options, () => 0.5)).toBe(313);
  });
});
