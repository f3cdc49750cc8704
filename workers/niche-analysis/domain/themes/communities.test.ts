import { describe, expect, it } from "vitest";
import { communities, renumbered } from "./communities.ts";
import { graphOf, inducedGraph, neighbourGraph } from "./neighbour-graph.ts";
import { nearestNeighbours } from "./neighbours.ts";
import { vectorTable } from "./vectors.ts";

/** Friendships of a karate club (Zachary 1977), as pairs of members numbered from 1. */
const friendships =
  "1-2 1-3 2-3 1-4 2-4 3-4 1-5 1-6 1-7 5-7 6-7 1-8 2-8 3-8 4-8 1-9 3-9 3-10 1-11 5-11 6-11 1-12 1-13 4-13 1-14 2-14 3-14 4-14 6-17 7-17 1-18 2-18 1-20 2-20 1-22 2-22 24-26 25-26 3-28 24-28 25-28 3-29 24-30 27-30 2-31 9-31 1-32 25-32 26-32 29-32 3-33 9-33 15-33 16-33 19-33 21-33 23-33 24-33 30-33 31-33 32-33 9-34 10-34 14-34 15-34 16-34 19-34 20-34 21-34 23-34 24-34 27-34 28-34 29-34 30-34 31-34 32-34 33-34"
    .split(" ")
    .map((pair) => pair.split("-").map((member) => Number(member) - 1));
const club = graphOf(
  34,
  friendships.map(([a = 0]) => a),
  friendships.map(([, b = 0]) => b),
  friendships.map(() => 1),
);

/** Newman & Girvan (2004), equation 5. */
function modularity(labels: Int32Array): number {
  const degree = Array.from({ length: 34 }, (_, node) => friendships.filter((pair) => pair.includes(node)).length);
  const edges = friendships.length;
  return [...new Set(labels)].reduce((sum, label) => {
    const inside = friendships.filter((pair) => pair.every((member) => labels[member] === label)).length;
    const strength = degree.reduce((total, value, node) => total + (labels[node] === label ? value : 0), 0);
    return sum + inside / edges - (strength / (2 * edges)) ** 2;
  }, 0);
}

describe("communities", () => {
  it("reach the largest modularity of the karate club, 0.4198 (Brandes et al. 2008)", () => {
    expect(friendships).toHaveLength(78);
    const labels = communities(club, 1);
    expect(new Set(labels).size).toBe(4);
    expect(modularity(labels)).toBeCloseTo(0.4198, 4);
  });

  it("are more at a higher resolution, down to one node each, and one at the lowest", () => {
    const count = (resolution: number) => new Set(communities(club, resolution)).size;
    expect([0, 1, 2.5].map(count).toSorted((a, b) => a - b)).toEqual([0, 1, 2.5].map(count));
    expect([count(0), count(100)]).toEqual([1, 34]);
  });

  it("of a part of a graph come from the edges within it", () => {
    const part = inducedGraph(club, Int32Array.of(0, 1, 2, 3, 32, 33));
    expect([...communities(part, 1)]).toEqual([0, 0, 0, 0, 1, 1]);
  });

  it("begin with those that are given and change no more than they must", () => {
    const ring = graphOf(
      12,
      Array.from({ length: 12 }, (_, node) => node),
      Array.from({ length: 12 }, (_, node) => (node + 1) % 12),
      Array.from({ length: 12 }, () => 1),
    );
    const found = communities(ring, 1);
    const turned = Int32Array.from({ length: 12 }, (_, node) => found[(node + 1) % 12] ?? 0);
    expect(communities(ring, 1, turned)).toEqual(renumbered(turned));
    expect(renumbered(turned)).not.toEqual(found);
    expect(communities(club, 1, new Int32Array(34).fill(-1))).toEqual(communities(club, 1));
  });

  it("leave a node without edges alone", () => expect([...communities(graphOf(3, [0], [1], [1]), 1)]).toEqual([0, 0, 1]));
});

describe("nearest neighbours", () => {
  const angles = [0, 10, 20, 90, 100, 200];
  const table = vectorTable(
    Float32Array.from(angles.flatMap((angle) => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)])),
    2,
  );

  it("are those with the largest cosines, nearest first, of equals the smaller row", async () => {
    const { rows } = await nearestNeighbours(table, 2, async () => {});
    expect(Array.from({ length: 6 }, (_, i) => Array.from(rows.subarray(i * 2, i * 2 + 2)))).toEqual([
      [1, 2],
      [0, 2],
      [1, 0],
      [4, 2],
      [3, 2],
      [4, 3],
    ]);
  });

  it("are joined by their cosine when mutual, by half of it when not, and not at all when it is negative", async () => {
    const graph = neighbourGraph(await nearestNeighbours(table, 2, async () => {}));
    const weight = (a: number, b: number) => {
      const edges = [...graph.targets.subarray(graph.starts[a], graph.starts[a + 1])];
      return graph.weights[(graph.starts[a] ?? 0) + edges.indexOf(b)];
    };
    expect(weight(0, 1)).toBeCloseTo(Math.cos(Math.PI / 18), 6);
    expect(weight(4, 2)).toBeCloseTo(Math.cos((80 * Math.PI) / 180) / 2, 6);
    expect(weight(2, 4)).toBe(weight(4, 2));
    expect([...graph.targets.subarray(graph.starts[5], graph.starts[6])]).toEqual([]);
  });
});
