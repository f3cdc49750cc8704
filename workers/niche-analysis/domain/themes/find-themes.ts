/** Vectors of texts to groups of texts that speak of the same thing, and the rest that fits nowhere. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { choosePartition, clusterBounds } from "./partition.ts";
import { meanSilhouette } from "./silhouette.ts";
import { nearestCentroid } from "./spherical-kmeans.ts";
import { clusterStability } from "./stability.ts";
import { centred, centroidOf, cosineDistances, dot, rowOf, selectRows, vectorTable, type VectorTable } from "./vectors.ts";

export interface FindThemesOptions {
  dimensions: number;
  /** Of the sample, when there is one, and of the bootstrap. */
  seed: number;
  /** Rows whose distances are computed pair by pair: beyond it a sample is clustered and the others join the nearest theme. Default 2,000. */
  sampleRows?: number;
  /** Bootstrap samples behind `stability`; 0 leaves it out. Default 10. */
  resamples?: number;
}

export interface ThemeGroup {
  /** Indices of the rows given, in the order of their ids. */
  rows: number[];
  /** Cosine of each of `rows` with the centroid, after centring. */
  fits: number[];
  /** Mean direction of the rows as given, length 1. */
  centroid: Float32Array;
  stability?: number;
}

export interface FoundThemes {
  /** Largest first; equals by their first id. */
  groups: ThemeGroup[];
  /** Indices of the rows that fit no theme, in the order of their ids. */
  outliers: number[];
  /** Mean silhouette width of the rows in groups (of the sample, when there is one). */
  silhouette: number;
  method: string;
}

/** A row is an outlier when its cosine with its centroid is below this share of the median one … */
const leastFit = 0.6;
/** … or when the next centroid is nearly as close: closer than this share of the median. */
const leastMargin = 0.05;
/** Fewer texts than this make one theme. */
const fewestRows = 8;

/**
 * `ids` and the rows of `vectors` belong together; ids are distinct. 20 to 5,000 rows are what it is made for; time for 1,000 × 384 is under
 * two seconds on one core, memory 16 MB for the distances of a full sample. The result depends on the set of (id, vector) pairs and the seed,
 * never on their order. Throws when the lengths do not fit, which is a fault of the caller.
 */
export function findThemes(ids: readonly string[], vectors: Float32Array, options: FindThemesOptions): FoundThemes {
  const { dimensions, seed, sampleRows = 2000, resamples = 10 } = options;
  const given = vectorTable(vectors, dimensions);
  if (given.count !== ids.length) throw new RangeError(`${ids.length} ids came with ${given.count} vectors`);
  const order = ids.map((_, i) => i).toSorted((a, b) => compare(ids[a] ?? "", ids[b] ?? ""));
  const method = `ward-silhouette-spherical-k-means, centred${ids.length > sampleRows ? `, sample ${sampleRows}` : ""}`;
  if (ids.length < fewestRows) return { groups: oneGroup(given, order), outliers: [], silhouette: 0, method: "one theme: too few texts" };

  const table = centred(selectRows(given, order));
  const sample = ids.length <= sampleRows ? order.map((_, i) => i) : drawSample(ids.length, sampleRows, seed);
  const sampled = selectRows(table, sample);
  const distances = cosineDistances(sampled);
  const { centroids } = choosePartition(sampled, distances, clusterBounds(ids.length));

  const places = order.map((_, i) => nearestCentroid(rowOf(table, i), centroids));
  const labels = withoutOutliers(places, Math.max(3, Math.ceil(ids.length / 100)));
  const members = centroids.map((_, cluster) => [...labels.keys()].filter((i) => labels[i] === cluster)).filter((rows) => rows.length > 0);
  const bySize = members.toSorted((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0));

  const atSample = new Map(sample.map((row, i) => [row, i]));
  const inSample = bySize.map((rows) => rows.flatMap((row) => atSample.get(row) ?? []));
  const stability = resamples > 0 ? clusterStability(sampled, distances, inSample, { seed, resamples }) : [];
  const groups = bySize.map((rows, g): ThemeGroup => {
    const centroid = centroidOf(table, rows);
    const shown = rows.map((row) => order[row] ?? 0);
    const stable = stability[g];
    return {
      rows: shown,
      fits: rows.map((row) => dot(rowOf(table, row), centroid)),
      centroid: centroidOf(given, shown),
      ...(stable !== undefined && { stability: stable }),
    };
  });
  return {
    groups,
    outliers: [...labels.keys()].filter((i) => labels[i] === -1).map((i) => order[i] ?? 0),
    silhouette: meanSilhouette(
      distances,
      Int32Array.from(sample, (row) => labels[row] ?? -1),
    ),
    method,
  };
}

/** Labels with −1 for rows that fit badly or sit between two themes, and for all rows of a theme that is left with fewer than `fewest`. */
function withoutOutliers(places: readonly { index: number; fit: number; next: number }[], fewest: number): Int32Array {
  const median = places.map(({ fit }) => fit).toSorted((a, b) => a - b)[Math.floor(places.length / 2)] ?? 0;
  const labels = Int32Array.from(places, ({ index, fit, next }) =>
    fit < leastFit * median || fit - next < leastMargin * median ? -1 : index,
  );
  const sizes = new Map<number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  return labels.map((label) => ((sizes.get(label) ?? 0) < fewest ? -1 : label));
}

function oneGroup(given: VectorTable, order: readonly number[]): ThemeGroup[] {
  if (order.length === 0) return [];
  const centroid = centroidOf(given, order);
  return [{ rows: [...order], fits: order.map((row) => dot(rowOf(given, row), centroid)), centroid }];
}

/** `size` of `count` rows without replacement, ascending (the first steps of a Fisher-Yates shuffle). */
function drawSample(count: number, size: number, seed: number): number[] {
  const random = xoroshiro128plus(seed);
  const rows = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = 0; i < size; i++) {
    const j = uniformInt(random, i, count - 1);
    [rows[i], rows[j]] = [rows[j] ?? 0, rows[i] ?? 0];
  }
  return Array.from(rows.slice(0, size)).toSorted((a, b) => a - b);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
