/** Who is near whom, as a weighted graph: what communities are found in. */
import type { Neighbours } from "./neighbours.ts";

/** Undirected, each edge stored at both ends; the edges of node i stand from `starts[i]` to `starts[i + 1]`. */
export interface Graph {
  count: number;
  starts: Int32Array;
  targets: Int32Array;
  weights: Float64Array;
  /** Weight of a node's edges to itself, counted twice. */
  loops: Float64Array;
}

/**
 * An edge from each row to each neighbour with a positive cosine, which is its weight; one that only one of the two takes for near weighs
 * half. Rows with none stay alone.
 */
export function neighbourGraph({ count, each, rows, cosines }: Neighbours): Graph {
  const edges = new Edges(count * each);
  for (let row = 0; row < count; row++) {
    for (let place = row * each; place < (row + 1) * each; place++) {
      const other = rows[place] ?? -1;
      const cosine = cosines[place] ?? 0;
      if (other < 0 || cosine <= 0) continue;
      const mutual = isNeighbour(rows, each, other, row);
      if (mutual && other < row) continue;
      edges.add(row, other, mutual ? cosine : cosine / 2);
    }
  }
  return edges.graph(count);
}

/** The nodes chosen, renumbered in their order, and the edges between them. */
export function inducedGraph({ starts, targets, weights, count }: Graph, chosen: Int32Array): Graph {
  const places = new Int32Array(count).fill(-1);
  chosen.forEach((node, place) => (places[node] = place));
  const edges = new Edges(targets.length / 2);
  chosen.forEach((node, place) => {
    for (let edge = starts[node] ?? 0; edge < (starts[node + 1] ?? 0); edge++) {
      const other = places[targets[edge] ?? 0] ?? -1;
      if (other <= place) continue;
      edges.add(place, other, weights[edge] ?? 0);
    }
  });
  return edges.graph(chosen.length);
}

/** Edges given once each, at most so many: 16 bytes an edge, where arrays that grow take several times that. */
class Edges {
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  readonly #weights: Float64Array;
  #count = 0;

  constructor(most: number) {
    this.#from = new Int32Array(most);
    this.#to = new Int32Array(most);
    this.#weights = new Float64Array(most);
  }

  add(from: number, to: number, weight: number): void {
    this.#from[this.#count] = from;
    this.#to[this.#count] = to;
    this.#weights[this.#count] = weight;
    this.#count += 1;
  }

  graph(nodes: number): Graph {
    const given = <Values extends Int32Array | Float64Array>(values: Values) => values.subarray(0, this.#count);
    return graphOf(nodes, given(this.#from), given(this.#to), given(this.#weights));
  }
}

/** A graph of edges given once each. */
export function graphOf(
  count: number,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  weight: ArrayLike<number>,
  loops = new Float64Array(count),
): Graph {
  const starts = new Int32Array(count + 1);
  for (let i = 0; i < from.length; i++) {
    for (const node of [from[i] ?? 0, to[i] ?? 0]) starts[node + 1] = (starts[node + 1] ?? 0) + 1;
  }
  for (let node = 0; node < count; node++) starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0);
  const next = starts.slice();
  const targets = new Int32Array(from.length * 2);
  const weights = new Float64Array(from.length * 2);
  const put = (node: number, other: number, value: number) => {
    const at = next[node] ?? 0;
    targets[at] = other;
    weights[at] = value;
    next[node] = at + 1;
  };
  for (let i = 0; i < from.length; i++) {
    put(from[i] ?? 0, to[i] ?? 0, weight[i] ?? 0);
    put(to[i] ?? 0, from[i] ?? 0, weight[i] ?? 0);
  }
  return { count, starts, targets, weights, loops };
}

function isNeighbour(rows: Int32Array, each: number, row: number, other: number): boolean {
  for (let place = row * each; place < (row + 1) * each; place++) if (rows[place] === other) return true;
  return false;
}
