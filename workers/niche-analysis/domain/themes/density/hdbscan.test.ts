import { describe, expect, it } from "vitest";
import * as z from "zod";
import Papa from "papaparse";
import { referenceAbsent, referenceText } from "../../testing/reference.ts";
import { adjustedRand } from "../agreement.ts";
import { hdbscan } from "./hdbscan.ts";
import type { Edge } from "./spanning-tree.ts";

const caseSchema = z.object({
  labels: z.array(z.int()),
  scores: z.array(z.number()),
  outlier: z.array(z.number()).optional(),
  membership: z.array(z.number()).optional(),
});
const expectedSchema = z.object({ moons_5: caseSchema, iris_5: caseSchema, iris_10: caseSchema });
const irisSchema = z.object({ iris: z.object({ X: z.array(z.array(z.number())) }) });

/** All pairs, and the distance of each point to its `minPoints`-th neighbour, itself included. */
function clustered(points: readonly (readonly number[])[], minPoints: number) {
  const distance = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((value, d) => value - (b[d] ?? 0)));
  const edges = points.flatMap((p, a) => points.slice(a + 1).map((q, i): Edge => ({ a, b: a + 1 + i, distance: distance(p, q) })));
  const cores = points.map((p) => points.map((q) => distance(p, q)).toSorted((x, y) => x - y)[minPoints - 1] ?? 0);
  return hdbscan(edges, Float64Array.from(cores), minPoints);
}

describe("density clusters", () => {
  /** Two dense groups, one loose one, and a point far from all. */
  const line = [0, 1, 2, 3, 4, 100, 101, 102, 103, 104, 200, 205, 210, 215, 220, 400].map((x) => [x]);

  it("are found at the density that each has, and leave out what lies alone", () => {
    const { labels, stabilities, outlierScores } = clustered(line, 3);
    expect([...labels]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, -1]);
    expect(stabilities).toHaveLength(3);
    // The loose group is born and ends at lower densities than the dense ones.
    expect(stabilities[2]).toBeLessThan(stabilities[0] ?? 0);
    expect(outlierScores.indexOf(Math.max(...outlierScores))).toBe(15);
  });

  it("do not depend on the order of the edges, though many are equally long", () => {
    const edges = line.flatMap(([x = 0], a) => line.slice(a + 1).map(([y = 0], i): Edge => ({ a, b: a + 1 + i, distance: y - x })));
    const cores = Float64Array.from(line, (_, i) => (i < 10 ? 2 : 10));
    expect(hdbscan(edges.toReversed(), cores, 3)).toEqual(hdbscan(edges, cores, 3));
  });

  it("of a graph without edges are none", () => {
    expect([...hdbscan([], new Float64Array(4), 2).labels]).toEqual([-1, -1, -1, -1]);
  });
});

describe.skipIf(referenceAbsent)("density clusters, like R's dbscan 1.1.11", () => {
  const expected = referenceAbsent ? undefined : expectedSchema.parse(JSON.parse(referenceText("clustering/hdbscan.json")));
  const iris = referenceAbsent ? [] : irisSchema.parse(JSON.parse(referenceText("clustering/sklearn_expected.json"))).iris.X;
  const moons = referenceAbsent
    ? []
    : z.array(z.array(z.number())).parse(Papa.parse(referenceText("clustering/moons.csv").trim(), { dynamicTyping: true }).data.slice(1));

  it.each([
    ["moons_5", moons, 5],
    ["iris_5", iris, 5],
    ["iris_10", iris, 10],
  ] as const)("finds the same clusters with the same stabilities: %s", (name, points, minPoints) => {
    const { labels, scores } = expected?.[name] ?? { labels: [], scores: [] };
    const found = clustered(points, minPoints);
    expect(adjustedRand(found.labels, labels)).toBe(1);
    const sorted = (values: readonly number[]) => values.toSorted((a, b) => b - a);
    sorted(found.stabilities).forEach((score, i) => expect(score).toBeCloseTo(sorted(scores)[i] ?? Number.NaN, 4));
  });

  it("gives rows the same membership in their clusters: moons", () => {
    const { memberships } = clustered(moons, 5);
    expect(expected?.moons_5.membership).toHaveLength(100);
    expected?.moons_5.membership?.forEach((share, i) => expect(memberships[i]).toBeCloseTo(share, 6));
  });

  it("scores the same outliers: moons", () => {
    const { outlierScores } = clustered(moons, 5);
    expected?.moons_5.outlier?.forEach((score, i) => expect(outlierScores[i]).toBeCloseTo(score, 6));
  });
});
