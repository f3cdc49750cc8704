/** The shortest edges that connect all rows: what single linkage and density clustering stand on. */

export interface Edge {
  a: number;
  b: number;
  distance: number;
}

/**
 * The minimum spanning tree of `count` rows (Kruskal 1956), shortest edge first; of equals the one with the lower rows. Rows that no edge
 * connects are joined at infinite distance, so that there are always `count` − 1 edges.
 */
export function spanningTree(count: number, edges: readonly Edge[]): Edge[] {
  const groups = new DisjointSets(count);
  const tree: Edge[] = [];
  for (const edge of edges.toSorted((x, y) => x.distance - y.distance || x.a - y.a || x.b - y.b)) {
    if (groups.join(edge.a, edge.b) !== undefined) tree.push(edge);
  }
  for (let row = 1; row < count; row++) if (groups.join(0, row) !== undefined) tree.push({ a: 0, b: row, distance: Infinity });
  return tree;
}

/** Which rows are connected so far (Tarjan 1975). */
export class DisjointSets {
  readonly #parents: Int32Array;

  constructor(count: number) {
    this.#parents = Int32Array.from({ length: count }, (_, row) => row);
  }

  find(row: number): number {
    let root = row;
    while (this.#parents[root] !== root) root = this.#parents[root] ?? root;
    for (let next = row; next !== root;) {
      const parent = this.#parents[next] ?? root;
      this.#parents[next] = root;
      next = parent;
    }
    return root;
  }

  /** The representative of both from now on, or undefined where they were connected already. */
  join(a: number, b: number): number | undefined {
    const [root, other] = [this.find(a), this.find(b)].toSorted((x, y) => x - y) as [number, number];
    if (root === other) return undefined;
    this.#parents[other] = root;
    return root;
  }
}
