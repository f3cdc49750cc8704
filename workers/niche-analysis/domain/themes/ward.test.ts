import { describe, expect, test } from "vitest";
import { referenceAbsent, referenceText } from "../testing/reference.ts";
import { adjustedRand, normalisedMutualInformation } from "./agreement.ts";
import { meanSilhouette, silhouetteWidths } from "./silhouette.ts";
import { cutTree, wardTree } from "./ward.ts";

interface Partitioned {
  labels: number[];
  ARI: number;
  NMI: number;
  silhouette: number;
}

function distancesOf(rows: readonly (readonly number[])[], squared: boolean): Float32Array {
  const distance = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, d) => sum + (value - (b[d] ?? 0)) ** 2, 0);
  return Float32Array.from(rows.flatMap((a) => rows.map((b) => (squared ? distance(a, b) : Math.sqrt(distance(a, b))))));
}

describe("Ward's tree", () => {
  const line = [[0], [1], [10], [12], [30]];

  test("merges by the smallest growth of the sum of squares, with the heights of ward.D2 squared", () => {
    const merges = wardTree(distancesOf(line, true), line.length);
    // {0,1}: 1; {10,12}: 4; the two pairs: 2·2·2/4·(10.5)² = 220.5; with 30: 2·4·1/5·24.25² = 940.9.
    expect(merges.map(({ kept, absorbed }) => [kept, absorbed])).toEqual([
      [0, 1],
      [2, 3],
      [0, 2],
      [0, 4],
    ]);
    expect(merges.map(({ height }) => height)).toEqual([1, 4, expect.closeTo(220.5, 3), expect.closeTo(940.9, 3)]);
  });

  test("cuts into any number of clusters, numbered by first appearance", () => {
    const merges = wardTree(distancesOf(line, true), line.length);
    expect([1, 2, 3, 5].map((k) => [...cutTree(merges, 5, k)])).toEqual([
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 1],
      [0, 0, 1, 1, 2],
      [0, 1, 2, 3, 4],
    ]);
  });

  test("equal distances give the same tree every time: the smaller row wins", () => {
    const square = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ];
    expect(wardTree(distancesOf(square, true), 4)).toEqual(wardTree(distancesOf(square, true), 4));
    expect([...cutTree(wardTree(distancesOf(square, true), 4), 4, 2)]).toEqual([0, 0, 1, 1]);
  });
});

describe.skipIf(referenceAbsent)("on iris, like scikit-learn 1.2.1", () => {
  const expected = referenceAbsent
    ? undefined
    : (JSON.parse(referenceText("clustering/sklearn_expected.json")) as {
        iris: { X: number[][]; y: number[] };
        agglo3_ward: Partitioned;
        agglo3_average: Partitioned;
        agglo3_complete: Partitioned;
        agglo3_single: Partitioned;
        kmeans3: Partitioned;
        metric_doc_examples: { ari: { a: number[]; b: number[]; v: number }[] };
      });

  test("finds the same three clusters, agreement and silhouette", () => {
    const { X = [], y = [] } = expected?.iris ?? {};
    const labels = cutTree(wardTree(distancesOf(X, true), X.length), X.length, 3);
    expect(adjustedRand(labels, expected?.agglo3_ward.labels ?? [])).toBe(1);
    expect(adjustedRand(labels, y)).toBeCloseTo(0.7311985567707746, 12);
    expect(meanSilhouette(distancesOf(X, false), labels)).toBeCloseTo(0.5543236611296419, 6);
  });

  test.each(["kmeans3", "agglo3_ward", "agglo3_average", "agglo3_complete", "agglo3_single"] as const)(
    "measures agreement with the species and silhouette the same: %s",
    (name) => {
      const { X = [], y = [] } = expected?.iris ?? {};
      const { labels = [], ARI = 0, NMI = 0, silhouette = 0 } = expected?.[name] ?? {};
      expect(adjustedRand(labels, y)).toBeCloseTo(ARI, 12);
      expect(normalisedMutualInformation(labels, y)).toBeCloseTo(NMI, 12);
      expect(meanSilhouette(distancesOf(X, false), Int32Array.from(labels))).toBeCloseTo(silhouette, 6);
    },
  );

  test("agrees on every example of the adjusted Rand index", () => {
    for (const { a, b, v } of expected?.metric_doc_examples.ari ?? []) expect(adjustedRand(a, b)).toBeCloseTo(v, 12);
  });
});

describe("silhouette", () => {
  test("is (b − a) ÷ max(a, b), 0 for a cluster of one and for rows outside", () => {
    // Row 0: a = 1, b = mean(10, 12) = 11. Row 2: a = 2, b = mean(10, 9) = 9.5.
    const widths = silhouetteWidths(distancesOf([[0], [1], [10], [12], [30], [5]], false), Int32Array.of(0, 0, 1, 1, 2, -1));
    expect([...widths]).toEqual([
      expect.closeTo(10 / 11),
      expect.closeTo(9 / 10),
      expect.closeTo(7.5 / 9.5),
      expect.closeTo(9.5 / 11.5),
      0,
      0,
    ]);
  });

  test("is 0 for a single cluster", () => expect(meanSilhouette(distancesOf([[0], [1]], false), Int32Array.of(0, 0))).toBe(0));
});
