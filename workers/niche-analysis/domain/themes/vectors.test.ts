import { describe, expect, it } from "vitest";
import { centred, centroidOf, cosineDistances, dot, normalised, rowOf, selectRows, vectorTable } from "./vectors.ts";

const table = vectorTable(Float32Array.of(3, 0, 0, 4, 0, -2), 2);

describe("a table of vectors", () => {
  it("holds whole rows of at least one dimension", () => {
    expect(table.count).toBe(3);
    expect([...rowOf(table, 1)]).toEqual([0, 4]);
    for (const [length, dimensions] of [
      [5, 2],
      [4, 0],
      [4, -1],
      [4, 1.5],
    ] as const)
      expect(() => vectorTable(new Float32Array(length), dimensions)).toThrow(RangeError);
    expect(vectorTable(new Float32Array(0), 3).count).toBe(0);
    expect(vectorTable(new Float32Array(2), 1).count).toBe(2);
  });

  it("gives chosen rows in the order asked", () => {
    expect([...selectRows(table, [2, 0]).values]).toEqual([0, -2, 3, 0]);
    expect(selectRows(table, []).count).toBe(0);
  });
});

describe("directions", () => {
  it("have length 1; a zero vector has none", () => {
    expect([...normalised(Float32Array.of(3, 4))]).toEqual([Math.fround(0.6), Math.fround(0.8)]);
    expect([...normalised(Float32Array.of(0, 0))]).toEqual([0, 0]);
    expect(dot(Float32Array.of(1, 2, 3), Float32Array.of(4, -5, 6))).toBe(12);
  });

  it("of several rows point along their sum", () => {
    const [x, y] = centroidOf(table, [0, 1]);
    expect([x, y]).toEqual([Math.fround(0.6), Math.fround(0.8)]);
  });

  it("around the mean show what tells the rows apart", () => {
    // Mean (2, 2): one row to each side of it, and one on it.
    const rows = centred(vectorTable(Float32Array.of(1, 2, 3, 2, 2, 2), 2));
    expect([...rows.values]).toEqual([-1, 0, 1, 0, 0, 0]);
  });
});

describe("cosine distances", () => {
  it("are 0 to oneself, 1 to what is unrelated, 2 to the opposite, and the same both ways", () => {
    const units = vectorTable(Float32Array.of(1, 0, 0, 1, -1, 0), 2);
    expect([...cosineDistances(units)]).toEqual([0, 1, 2, 1, 0, 1, 2, 1, 0]);
  });

  it("never fall below 0 by rounding", () => {
    const nearly = vectorTable(Float32Array.of(1.0000001, 0, 1.0000001, 0), 2);
    expect(Math.min(...cosineDistances(nearly))).toBe(0);
  });
});
