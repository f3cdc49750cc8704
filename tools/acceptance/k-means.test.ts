import { expect, test, describe } from "vitest";
import * as z from "zod";
import { referenceAbsent, referenceText } from "../../workers/niche-analysis/domain/testing/reference.ts";
import { adjustedRand } from "../../workers/niche-analysis/domain/themes/agreement.ts";
import { vectorTable } from "../../workers/niche-analysis/domain/themes/vectors.ts";
import { kMeans } from "./k-means.ts";

const table = (rows: readonly (readonly number[])[]) => vectorTable(Float32Array.from(rows.flat()), rows[0]?.length ?? 1);

test("k-means gives centres, labels and inertia of what lies apart", () => {
  // {0, 1}: 2 × 0.5²; {10, 12}: 2 × 1².
  const { labels, centres, inertia } = kMeans(table([[0], [10], [1], [12]]), 2, { seed: 1 });
  expect([labels[0] === labels[2], labels[1] === labels[3], labels[0] === labels[1]]).toEqual([true, true, false]);
  expect(centres.map(([centre]) => centre).toSorted()).toEqual([0.5, 11]);
  expect(inertia).toBeCloseTo(2.5, 6);
});

test("k-means finds no fewer clusters than rows differ, and copes with fewer rows that differ than clusters", () => {
  expect(new Set(kMeans(table([[0], [5], [9]]), 3, { seed: 1 }).labels).size).toBe(3);
  expect(kMeans(table([[1], [1], [1]]), 2, { seed: 1 }).inertia).toBe(0);
});

describe.skipIf(referenceAbsent)("k-means of the irises, like scikit-learn 1.2.1", () => {
  const expected = () =>
    z
      .object({
        iris: z.object({ X: z.array(z.array(z.number())) }),
        kmeans3: z.object({ inertia: z.number(), centers: z.array(z.array(z.number())), labels: z.array(z.number()) }),
      })
      .parse(JSON.parse(referenceText("clustering/sklearn_expected.json")));

  test.each([1, 2, 3])("has its inertia, centres and clusters, by seed %d", (seed) => {
    const { iris, kmeans3 } = expected();
    const { labels, centres, inertia } = kMeans(table(iris.X), 3, { seed });
    expect(inertia).toBeCloseTo(kmeans3.inertia, 3);
    expect(adjustedRand(labels, kmeans3.labels)).toBe(1);
    const byFirst = (a: readonly number[], b: readonly number[]) => (a[0] ?? 0) - (b[0] ?? 0);
    const own = centres.map((centre) => [...centre]).toSorted(byFirst);
    for (const [c, centre] of kmeans3.centers.toSorted(byFirst).entries())
      for (const [d, value] of centre.entries()) expect(own[c]?.[d]).toBeCloseTo(value, 5);
  });
});
