/** Clusters by density, of whatever density each is, and how far every row lies outside (HDBSCAN*). */
import { condensedTree, type CondensedCluster } from "./condensed-tree.ts";
import { spanningTree, type Edge } from "./spanning-tree.ts";

export interface DensityClusters {
  /** Cluster of every row, numbered from 0 in the order of their appearance; −1: noise. */
  labels: Int32Array;
  /** Stability of each cluster: the sum over its rows of the densities through which they stay in it. */
  stabilities: number[];
  /** How far each row lies outside the densest part of what is around it, 0 to 1 (GLOSH: Campello et al. 2015, definition 9). */
  outlierScores: Float64Array;
  /** How near each row lies to the densest row of its cluster, 0 for the least dense one and for noise (as R's `dbscan` has it). */
  memberships: Float64Array;
}

/**
 * Campello, Moulavi & Sander 2013 with selection by excess of mass. `edges` are distances between pairs of rows, all of them or those of
 * near neighbours; `cores` the distance of each row to its k-th neighbour (R's `dbscan` counts the row itself); `fewest` the rows of the
 * smallest cluster.
 */
export function hdbscan(edges: readonly Edge[], cores: Float64Array, fewest: number): DensityClusters {
  const reachable = edges.map(({ a, b, distance }) => ({ a, b, distance: Math.max(distance, cores[a] ?? 0, cores[b] ?? 0) }));
  const tree = condensedTree(spanningTree(cores.length, reachable), cores.length, fewest);
  const stabilities = tree.map(stabilityOf);
  const chosen = byExcessOfMass(tree, stabilities);
  const owner = tree.map((_, index) => ownerOf(tree, chosen, index));
  const labels = new Int32Array(cores.length).fill(-1);
  const outlierScores = new Float64Array(cores.length);
  const densest = densestOf(tree);
  tree.forEach(({ rows }, index) => {
    const highest = densest[index] ?? 0;
    for (const { row, density } of rows) {
      labels[row] = owner[index] ?? -1;
      outlierScores[row] = highest === 0 || highest === Infinity ? 0 : 1 - density / highest;
    }
  });
  const loosest = new Map<number, number>();
  labels.forEach((label, row) => loosest.set(label, Math.max(loosest.get(label) ?? 0, cores[row] ?? 0)));
  const numbers = new Map([...new Set(labels)].filter((label) => label >= 0).map((cluster, number) => [cluster, number]));
  return {
    labels: labels.map((label) => numbers.get(label) ?? -1),
    stabilities: [...numbers.keys()].map((cluster) => stabilities[cluster] ?? 0),
    outlierScores,
    memberships: Float64Array.from(labels, (label, row) => {
      const most = loosest.get(label) ?? 0;
      return label < 0 || most === 0 ? 0 : (most - (cores[row] ?? 0)) / most;
    }),
  };
}

function stabilityOf({ rows, birth, children, split = 0, size }: CondensedCluster): number {
  const stayed = children.length === 0 ? 0 : (size - rows.length) * (split - birth);
  return rows.reduce((sum, { density }) => sum + density - birth, stayed);
}

/** The clusters that are more stable than what they fall apart into; never the one of all rows, unless it never splits. */
function byExcessOfMass(tree: readonly CondensedCluster[], stabilities: readonly number[]): Set<number> {
  const best = [...stabilities];
  const chosen = new Set<number>();
  for (let index = tree.length - 1; index >= 1; index--) {
    const below = (tree[index]?.children ?? []).reduce((sum, child) => sum + (best[child] ?? 0), 0);
    const own = stabilities[index] ?? 0;
    if (tree[index]?.children.length === 0 || own >= below) chosen.add(index);
    best[index] = Math.max(own, below);
  }
  return chosen;
}

/** The topmost chosen cluster at or above this one; −1 without one. */
function ownerOf(tree: readonly CondensedCluster[], chosen: ReadonlySet<number>, index: number): number {
  let owner = -1;
  for (let at: number | undefined = index; at !== undefined; at = tree[at]?.parent) if (chosen.has(at)) owner = at;
  return owner;
}

/** Of each cluster, the highest density at which it or one below it still has a row. */
function densestOf(tree: readonly CondensedCluster[]): number[] {
  const highest = tree.map(({ rows }) => rows.reduce((most, { density }) => Math.max(most, density), 0));
  for (let index = tree.length - 1; index >= 1; index--) {
    const parent = tree[index]?.parent ?? 0;
    highest[parent] = Math.max(highest[parent] ?? 0, highest[index] ?? 0);
  }
  return highest;
}
