/** Agglomerative clustering with Ward's criterion: a tree of merges, cut into any number of clusters. */

/** One merge: clusters are named by their smallest row. */
export interface Merge {
  kept: number;
  absorbed: number;
  /** Increase of the within-cluster sum of squares, times 2. */
  height: number;
}

/**
 * The `count - 1` merges in order of height. `squared` are squared Euclidean distances, `count × count`; it is used up. On rows of length 1
 * these are twice the cosine distances, and Ward's method (Ward 1963, in the Lance-Williams form; `ward.D2` of R squares and unsquares the
 * same numbers) gives compact clusters of similar size where average linkage gives one giant and many single rows. Nearest-neighbour
 * chains (Murtagh 1983) make it O(n²). Ties go to the smaller row, so the tree is a function of the matrix alone.
 */
export function wardTree(squared: Float32Array, count: number): Merge[] {
  const sizes = new Float64Array(count).fill(1);
  const active = Uint8Array.from({ length: count }, () => 1);
  const merges: Merge[] = [];
  const chain: number[] = [];
  while (merges.length < count - 1) {
    if (chain.length === 0) chain.push(active.indexOf(1));
    const top = chain.at(-1) ?? 0;
    const previous = chain.at(-2) ?? -1;
    const next = nearest(squared, count, active, top, previous);
    if (next !== previous) {
      chain.push(next);
      continue;
    }
    chain.length -= 2;
    const [kept, absorbed] = top < next ? [top, next] : [next, top];
    merges.push({ kept, absorbed, height: squared[kept * count + absorbed] ?? 0 });
    join(squared, count, sizes, active, kept, absorbed);
  }
  return merges.toSorted((a, b) => a.height - b.height || a.kept - b.kept || a.absorbed - b.absorbed);
}

/** The cluster of every row, numbered from 0 by first appearance, after all but the last `clusters - 1` merges. */
export function cutTree(merges: readonly Merge[], count: number, clusters: number): Int32Array {
  const parent = Int32Array.from({ length: count }, (_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at] ?? at;
    return at;
  };
  for (const { kept, absorbed } of merges.slice(0, Math.max(0, count - clusters))) {
    const [a, b] = [root(kept), root(absorbed)];
    parent[Math.max(a, b)] = Math.min(a, b);
  }
  const numbers = new Map<number, number>();
  return Int32Array.from({ length: count }, (_, i) => {
    const name = root(i);
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
}

/** The nearest other active cluster; of equals `preferred`, which ends the chain, then the smallest. */
function nearest(squared: Float32Array, count: number, active: Uint8Array, from: number, preferred: number): number {
  let best = preferred;
  let least = preferred >= 0 ? (squared[from * count + preferred] ?? Infinity) : Infinity;
  for (let i = 0; i < count; i++) {
    if (i === from || active[i] === 0) continue;
    const distance = squared[from * count + i] ?? Infinity;
    if (distance < least) {
      least = distance;
      best = i;
    }
  }
  return best;
}

/** Lance & Williams (1967) for Ward: distances of the union from those of its parts. */
function join(squared: Float32Array, count: number, sizes: Float64Array, active: Uint8Array, kept: number, absorbed: number): void {
  const [a, b] = [sizes[kept] ?? 1, sizes[absorbed] ?? 1];
  const between = squared[kept * count + absorbed] ?? 0;
  active[absorbed] = 0;
  sizes[kept] = a + b;
  for (let i = 0; i < count; i++) {
    if (active[i] === 0 || i === kept) continue;
    const c = sizes[i] ?? 1;
    const joined =
      ((a + c) * (squared[kept * count + i] ?? 0) + (b + c) * (squared[absorbed * count + i] ?? 0) - c * between) / (a + b + c);
    squared[kept * count + i] = joined;
    squared[i * count + kept] = joined;
  }
}
