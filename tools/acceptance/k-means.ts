/** The baseline that is told how many themes there are: spherical k-means from several k-means++ starts (Arthur & Vassilvitskii 2007). */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { centroidOf, dot, rowOf, type VectorTable } from "../../workers/niche-analysis/domain/themes/vectors.ts";

/** The clusters of the start whose rows lie nearest to their centroids. */
export function kMeans(table: VectorTable, clusters: number, { seed, starts = 10 }: { seed: number; starts?: number }): Int32Array {
  const runs = Array.from({ length: starts }, (_, start) => oneStart(table, clusters, seed * 1_000 + start));
  const best = runs.toSorted((a, b) => b.fit - a.fit)[0];
  return best?.labels ?? new Int32Array(table.count);
}

function oneStart(table: VectorTable, clusters: number, seed: number): { labels: Int32Array; fit: number } {
  let centroids = spread(table, clusters, seed);
  const labels = new Int32Array(table.count).fill(-1);
  for (let round = 0; ; round++) {
    let [fit, moved] = [0, 0];
    for (let i = 0; i < table.count; i++) {
      const row = rowOf(table, i);
      let [index, best] = [0, -Infinity];
      for (let c = 0; c < centroids.length; c++) {
        const cosine = dot(row, centroids[c] ?? row);
        if (cosine > best) [index, best] = [c, cosine];
      }
      if (labels[i] !== index) moved += 1;
      labels[i] = index;
      fit += best;
    }
    if (moved < table.count / 1_000 || round === 30) return { labels, fit };
    const members: number[][] = centroids.map(() => []);
    labels.forEach((label, i) => members[label]?.push(i));
    centroids = centroids.map((last, c) => (members[c]?.length ? centroidOf(table, members[c]) : last));
  }
}

/** Each next start is a row drawn with probability proportional to its distance from those chosen. */
function spread(table: VectorTable, clusters: number, seed: number): Float32Array[] {
  const random = xoroshiro128plus(seed);
  const chosen = [rowOf(table, Math.floor(uniformFloat64(random) * table.count))];
  const distances = new Float64Array(table.count).fill(Infinity);
  while (chosen.length < clusters) {
    const last = chosen.at(-1) ?? new Float32Array(table.dimensions);
    let total = 0;
    for (let i = 0; i < table.count; i++) {
      distances[i] = Math.min(distances[i] ?? Infinity, Math.max(0, 1 - dot(rowOf(table, i), last)));
      total += distances[i] ?? 0;
    }
    let left = uniformFloat64(random) * total;
    const next = distances.findIndex((distance) => (left -= distance) <= 0);
    chosen.push(rowOf(table, next === -1 ? table.count - 1 : next));
  }
  return chosen;
}
