import { describe, expect, it } from "vitest";
import { nearestCentroid, refine } from "./spherical-kmeans.ts";
import { vectorTable } from "./vectors.ts";

/** Rows of length 1 at these angles, degrees. */
function atAngles(...degrees: number[]) {
  const radians = degrees.map((degree) => (degree * Math.PI) / 180);
  return vectorTable(Float32Array.from(radians.flatMap((angle) => [Math.cos(angle), Math.sin(angle)])), 2);
}

describe("the nearest centroid", () => {
  const centroids = [Float32Array.of(1, 0), Float32Array.of(0, 1), Float32Array.of(-1, 0)];

  it("is the one with the largest cosine, reported with the next largest", () => {
    const found = nearestCentroid(Float32Array.of(Math.fround(0.6), Math.fround(0.8)), centroids);
    expect(found).toEqual({ index: 1, fit: Math.fround(0.8), next: Math.fround(0.6) });
    expect(nearestCentroid(Float32Array.of(1, 0), centroids)).toEqual({ index: 0, fit: 1, next: 0 });
  });

  it("is the first of equals", () => {
    expect(nearestCentroid(Float32Array.of(1, 0), [Float32Array.of(1, 0), Float32Array.of(1, 0)])).toEqual({ index: 0, fit: 1, next: 1 });
  });
});

describe("refining a partition", () => {
  it("moves a row that a tree put in the wrong place", () => {
    const { labels, centroids } = refine(atAngles(0, 10, 80, 90), Int32Array.of(0, 0, 0, 1), 2);
    expect([...labels]).toEqual([0, 0, 1, 1]);
    expect(centroids.map(([x = 0, y = 0]) => Math.round((Math.atan2(y, x) * 180) / Math.PI))).toEqual([5, 85]);
  });

  it("leaves the start alone and stops after the rounds that it is given", () => {
    const start = Int32Array.of(0, 0, 0, 1);
    expect([...refine(atAngles(0, 10, 80, 90), start, 2, 0).labels]).toEqual([0, 0, 0, 1]);
    refine(atAngles(0, 10, 80, 90), start, 2);
    expect([...start]).toEqual([0, 0, 0, 1]);
  });

  it("keeps the place of a cluster that loses all its rows", () => {
    // The third cluster's only row points exactly where the first cluster points.
    const { labels, centroids } = refine(atAngles(0, 0, 90), Int32Array.of(0, 2, 1), 3);
    expect([...labels]).toEqual([0, 0, 1]);
    expect([...(centroids[2] ?? [])]).toEqual([1, 0]);
  });
});
