import { describe, expect, it } from "vitest";
import { choosePartition, clusterBounds, partitionInto } from "./partition.ts";
import { cosineDistances, vectorTable } from "./vectors.ts";

/** Rows of length 1 around each of the angles (degrees), a degree apart. */
function bundles(angles: readonly number[], rowsEach: number) {
  const degrees = angles.flatMap((angle) => Array.from({ length: rowsEach }, (_, index) => angle + index));
  const radians = degrees.map((degree) => (degree * Math.PI) / 180);
  return vectorTable(Float32Array.from(radians.flatMap((angle) => [Math.cos(angle), Math.sin(angle)])), 2);
}

describe("how many themes are considered", () => {
  it.each([
    [1, 2, 2],
    [20, 2, 4],
    [1_000, 8, 13],
    [5_000, 13, 21],
  ])("is for %i texts from %i to %i", (rows, least, most) => {
    expect(clusterBounds(rows)).toEqual({ least, most });
  });
});

describe("choosing a partition", () => {
  it("finds as many clusters as there are", () => {
    const table = bundles([0, 90, 180], 4);
    const chosen = choosePartition(table, cosineDistances(table), { least: 2, most: 6 });
    expect(chosen.clusters).toBe(3);
    expect([...chosen.labels]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
    expect(chosen.silhouette).toBeGreaterThan(0.95);
  });

  it("keeps within the bounds and the number of rows", () => {
    const table = bundles([0, 90, 180], 1);
    expect(choosePartition(table, cosineDistances(table), { least: 2, most: 2 }).clusters).toBe(2);
    expect(() => choosePartition(table, cosineDistances(table), { least: 4, most: 9 })).toThrow(RangeError);
    expect(partitionInto(table, cosineDistances(table), 2).centroids).toHaveLength(2);
  });

  it("prefers more clusters while the silhouette is within 5 % of the best", () => {
    // Two pairs of bundles: cut in two they are a hair tighter than cut in four when each pair lies close enough.
    const close = bundles([0, 8, 90, 98], 2);
    const chosen = choosePartition(close, cosineDistances(close), { least: 2, most: 4 });
    const two = choosePartition(close, cosineDistances(close), { least: 2, most: 2 });
    const four = choosePartition(close, cosineDistances(close), { least: 4, most: 4 });
    expect(four.silhouette).toBeLessThan(two.silhouette);
    expect(four.silhouette).toBeGreaterThan(0.95 * two.silhouette);
    expect(chosen.clusters).toBe(4);
  });
});
