/** The tree of single linkage without the falling off of single rows: clusters that are born, lose rows, and split or vanish. */
import { DisjointSets, type Edge } from "./spanning-tree.ts";

export interface CondensedCluster {
  parent: number | undefined;
  children: number[];
  /** Density (1 ÷ distance) at which it splits off its parent; 0 for the first, which holds all rows. */
  birth: number;
  /** Rows that fall off it, each with the density at which it does. */
  rows: { row: number; density: number }[];
  /** Rows at its birth. */
  size: number;
  /** Density at which it splits; absent where it vanishes row by row. */
  split?: number;
}

interface Merge {
  left: number;
  right: number;
  distance: number;
  size: number;
}

/**
 * Clusters with at least `fewest` rows, the one of all rows first, parents before children (Campello, Moulavi & Sander 2013, section 3). A
 * split of which only one side is large enough is no split: the other side's rows fall off.
 */
export function condensedTree(tree: readonly Edge[], count: number, fewest: number): CondensedCluster[] {
  const merges = mergesOf(tree, count);
  const sizeOf = (node: number) => (node < count ? 1 : (merges[node - count]?.size ?? 1));
  const clusters: CondensedCluster[] = [{ parent: undefined, children: [], birth: 0, rows: [], size: count }];
  const waiting: { node: number; cluster: number }[] = [{ node: count + merges.length - 1, cluster: 0 }];
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    const cluster = clusters[step.cluster];
    const merge = merges[step.node - count];
    if (!cluster || !merge) continue;
    const density = 1 / merge.distance;
    const sides = apartBelow(merges, count, step.node);
    const large = sides.filter((side) => sizeOf(side) >= fewest && side >= count);
    for (const side of sides) if (!large.includes(side)) cluster.rows.push(...fallenRows(merges, count, side, density));
    if (large.length === 1) waiting.push({ node: large[0] ?? 0, cluster: step.cluster });
    if (large.length < 2) continue;
    cluster.split = density;
    for (const side of large) {
      const child = clusters.push({ parent: step.cluster, children: [], birth: density, rows: [], size: sizeOf(side) }) - 1;
      cluster.children.push(child);
      waiting.push({ node: side, cluster: child });
    }
  }
  return clusters;
}

/** What a node falls apart into just below its distance: two parts, or more where several edges are equally long. */
function apartBelow(merges: readonly Merge[], count: number, node: number): number[] {
  const distance = merges[node - count]?.distance;
  const parts: number[] = [];
  const whole = [node];
  for (let next = whole.pop(); next !== undefined; next = whole.pop()) {
    const merge = merges[next - count];
    if (merge && merge.distance === distance) whole.push(merge.right, merge.left);
    else parts.push(next);
  }
  return parts;
}

/** The rows below a node that is too small to be a cluster, each with the density at which it is left alone. */
function fallenRows(merges: readonly Merge[], count: number, node: number, density: number): { row: number; density: number }[] {
  const rows: { row: number; density: number }[] = [];
  const below = [{ node, density }];
  for (let next = below.pop(); next !== undefined; next = below.pop()) {
    const merge = merges[next.node - count];
    if (!merge) rows.push({ row: next.node, density: next.density });
    else for (const side of [merge.right, merge.left]) below.push({ node: side, density: 1 / merge.distance });
  }
  return rows;
}

/** Node `count` + i is what the i-th shortest edge joined. */
function mergesOf(tree: readonly Edge[], count: number): Merge[] {
  const groups = new DisjointSets(count);
  const nodes = Int32Array.from({ length: count }, (_, row) => row);
  const merges: Merge[] = [];
  for (const { a, b, distance } of tree) {
    const [left, right] = [nodes[groups.find(a)] ?? a, nodes[groups.find(b)] ?? b];
    const size = [left, right].reduce((sum, node) => sum + (node < count ? 1 : (merges[node - count]?.size ?? 1)), 0);
    const root = groups.join(a, b);
    if (root === undefined) continue;
    nodes[root] = count + merges.length;
    merges.push({ left, right, distance, size });
  }
  return merges;
}
