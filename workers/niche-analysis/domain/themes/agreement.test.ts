import { describe, expect, it } from "vitest";
import * as z from "zod";
import { referenceAbsent, referenceText } from "../testing/reference.ts";
import { adjustedRand, normalisedMutualInformation } from "./agreement.ts";

describe("the adjusted Rand index", () => {
  it.each([
    // The examples in scikit-learn's documentation of adjusted_rand_score.
    [[0, 0, 1, 1], [0, 0, 1, 1], 1],
    [[0, 0, 1, 1], [1, 1, 0, 0], 1],
    [[0, 0, 1, 2], [0, 0, 1, 1], 4 / 7],
    [[0, 0, 1, 1], [0, 0, 1, 2], 4 / 7],
    [[0, 0, 0, 0], [0, 1, 2, 3], 0],
    [[0, 0, 1, 1], [0, 1, 0, 1], -0.5],
    // Two partitions that say nothing agree.
    [[0, 0, 0], [5, 5, 5], 1],
  ])("of %j and %j is %d", (first, second, index) => {
    expect(adjustedRand(first, second)).toBeCloseTo(index, 12);
  });
});

describe("normalised mutual information", () => {
  it.each([
    [[0, 0, 1, 1], [1, 1, 0, 0], 1],
    // I = ln 2, entropies ln 2 and 3/2 ln 2.
    [[0, 0, 1, 1], [0, 0, 1, 2], 0.8],
    [[0, 0, 1, 1], [0, 1, 0, 1], 0],
    [[0, 0], [3, 3], 1],
    // scikit-learn's example of v_measure_score, which is the same.
    [[0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2], 0.5158037429793888],
  ])("of %j and %j is %d", (first, second, value) => expect(normalisedMutualInformation(first, second)).toBeCloseTo(value, 12));
});

describe.skipIf(referenceAbsent)("scikit-learn's partitions of the irises", () => {
  const partition = z.object({ ARI: z.number(), NMI: z.number(), v_measure: z.number(), labels: z.array(z.number()) });
  const names = ["kmeans3", "agglo3_ward", "agglo3_average", "agglo3_complete", "agglo3_single", "dbscan_.5_5"] as const;
  const published = () =>
    z
      .object({ iris: z.object({ y: z.array(z.number()) }), ...Object.fromEntries(names.map((name) => [name, partition])) })
      .parse(JSON.parse(referenceText("clustering/sklearn_expected.json")));

  it.each(names)("%s: both indices of agreement with the species", (name) => {
    const { iris, ...others } = published();
    const { ARI, NMI, v_measure, labels } = partition.parse((others as Record<string, unknown>)[name]);
    expect(adjustedRand(labels, iris.y)).toBeCloseTo(ARI, 12);
    expect(normalisedMutualInformation(labels, iris.y)).toBeCloseTo(NMI, 12);
    expect(normalisedMutualInformation(labels, iris.y)).toBeCloseTo(v_measure, 12);
  });
});
