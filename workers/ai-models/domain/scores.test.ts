import { describe, expect, it } from "vitest";
import { labelled, ranked } from "./scores.ts";

describe("scores", () => {
  it("give every text its labels, the likeliest first", () => {
    expect(labelled(Float32Array.of(0.25, 0.75, 0.5, 0.5), ["no", "yes"])).toEqual([
      [
        { label: "yes", score: 0.75 },
        { label: "no", score: 0.25 },
      ],
      [
        { label: "no", score: 0.5 },
        { label: "yes", score: 0.5 },
      ],
    ]);
  });

  it("put documents in their order, equals as they came, and only as many as asked for", () => {
    const scores = Float32Array.of(0.25, 0.75, 0.25, -1);
    expect(ranked(scores).map(({ index }) => index)).toEqual([1, 0, 2, 3]);
    expect(ranked(scores, 2)).toEqual([
      { index: 1, score: 0.75 },
      { index: 0, score: 0.25 },
    ]);
    expect(ranked(scores, 9)).toHaveLength(4);
  });
});
