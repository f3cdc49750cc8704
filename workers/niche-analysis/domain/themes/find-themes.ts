/** Vectors of texts to groups of texts that speak of the same thing, and the rest that fits nowhere. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { blocksOf } from "../texts.ts";
import { alikePairs, type AlikeFound } from "./alike.ts";
import { choosePartition, mostNeighbours } from "./consensus.ts";
import { meanCosineSilhouette } from "./cosine-silhouette.ts";
import { nearestNeighbours } from "./neighbours.ts";
import { project } from "./projection.ts";
import { clusterStability } from "./stability.ts";
import { centroidOf, dot, meanOf, rowOf, shifted, vectorTable, type VectorSource, type VectorTable } from "./vectors.ts";

export interface FindThemesOptions {
  /** Of the sample, when there is one, and of the bootstrap. */
  seed: number;
  /** Rows that are compared pair by pair: beyond it a sample is, and the others join the nearest theme. Default 10,000. */
  sampleRows?: number;
  /** Bootstrap samples behind `stability`; 0 leaves it out. Default: 50 up to 2,000 rows, of more as many as draw 100,000 rows in all, at least 10. */
  resamples?: number;
  /** Themes at most. Default 80. */
  mostThemes?: number;
  /** Share of the texts that may stay outside all themes, 0 to 1. Default 0.05. */
  outlierShare?: number | undefined;
  /** Of the texts that an earlier analysis put into a theme, which one: of equally good partitions the one most like it is taken. */
  before?: ReadonlyMap<string, number>;
  /** Awaited every few hundred milliseconds of computing, so that others get their turn. */
  pause?: () => Promise<void>;
}

export interface ThemeGroup {
  /** Indices of the rows given, in the order of their ids. */
  rows: number[];
  /** Cosine of each of `rows` with the centroid, after centring. */
  fits: number[];
  /** Mean direction of the rows (of the sample, when there is one) after centring, length 1. */
  centroid: Float32Array;
  stability?: number;
  /** Of 95 % of the resamples. */
  stabilityLimits?: { low: number; high: number };
}

export interface FoundThemes {
  /** Largest first; equals by their first id. */
  groups: ThemeGroup[];
  /** Indices of the rows that fit no theme, in the order of their ids. */
  outliers: number[];
  /** Mean silhouette width of the rows in groups (of the sample, when there is one). */
  silhouette: number;
  /** Rows that it is the mean of. */
  silhouetteTexts: number;
  /** Bootstrap samples behind `stability`. */
  resamples: number;
  method: string;
  /** Pairs of rows that may say the same; absent for a handful of rows. */
  alike?: AlikeFound;
}

/** A row may stay outside when its cosine with its centroid is below this share of the median one. */
const leastFit = 0.3;
/** Fewer texts than this make one theme. */
const fewestRows = 8;
/** Rows that are compared by all their numbers; more are compared by their first principal components. */
const comparedInFull = 1_500;
const components = 64;

/**
 * `ids` and the rows of `vectors` belong together; ids are distinct. Themes are the communities of the graph of nearest neighbours. The result
 * depends on the set of (id, vector) pairs and the seed, never on their order. Memory: the sample (30 MB for 10,000 × 384) and its neighbours;
 * time: `sampleRows`² for the sample, then linear. Throws when the lengths do not fit, which is a fault of the caller.
 */
export async function findThemes(ids: readonly string[], vectors: VectorSource, options: FindThemesOptions): Promise<FoundThemes> {
  const {
    before = new Map<string, number>(),
    seed,
    sampleRows = 10_000,
    resamples = resamplesOf(Math.min(vectors.count, sampleRows)),
    mostThemes = 80,
    outlierShare = 0.05,
    pause = async () => {},
  } = options;
  const { count, dimensions } = vectors;
  if (count !== ids.length) throw new RangeError(`${ids.length} ids came with ${count} vectors`);
  const order = ids.map((_, i) => i).toSorted((a, b) => compare(ids[a] ?? "", ids[b] ?? ""));
  if (count < fewestRows) return oneTheme(vectors, order);

  const sample = count <= sampleRows ? order : drawSample(count, sampleRows, seed).map((place) => order[place] ?? 0);
  const { table, mean } = centredRows(vectors, sample);
  const compared = table.count > comparedInFull && dimensions > components ? project(table, components) : table;
  const each = Math.min(mostNeighbours, Math.max(Math.ceil(table.count / 8), Math.min(10, Math.ceil(table.count / 4))));
  const most = Math.min(mostThemes, Math.max(2, Math.floor(count / 10)));
  const known = Int32Array.from(sample, (row) => before.get(ids[row] ?? "") ?? -1);
  const near = await nearestNeighbours(compared, each, pause);
  const alike = alikePairs(near, vectors, sample);
  const partition = await choosePartition(near, compared, { most, known, pause });
  if (!partition) return oneTheme(vectors, order);
  const { graph, neighbours, resolution } = partition;

  const themes = largestOf(partition.labels, { fewest: Math.max(3, Math.ceil(table.count / 200)), most: mostThemes });
  const centroids = themes.map((rows) => centroidOf(table, rows));
  const own = new Int32Array(table.count).fill(-1);
  themes.forEach((rows, theme) => rows.forEach((row) => (own[row] = theme)));

  const places = await placeAll(vectors, { order, mean, centroids, known: new Map(sample.map((row, i) => [row, own[i] ?? -1])), pause });
  const labels = withoutOutliers(places, outlierShare);
  const members = centroids.map((_, theme) => [...labels.keys()].filter((i) => labels[i] === theme));
  const bySize = [...members.keys()]
    .filter((theme) => (members[theme]?.length ?? 0) > 0)
    .toSorted((a, b) => (members[b]?.length ?? 0) - (members[a]?.length ?? 0) || (members[a]?.[0] ?? 0) - (members[b]?.[0] ?? 0));
  const stability = resamples > 0 ? await clusterStability(graph, own, { seed, resamples, resolution, pause }) : [];
  return {
    groups: bySize.map((theme): ThemeGroup => {
      const rows = members[theme] ?? [];
      const stable = stability[theme];
      return {
        rows: rows.map((place) => order[place] ?? 0),
        fits: rows.map((place) => places.fits[place] ?? 0),
        centroid: centroids[theme] ?? new Float32Array(dimensions),
        ...(stable && { stability: stable.value, stabilityLimits: { low: stable.low, high: stable.high } }),
      };
    }),
    outliers: [...labels.keys()].filter((i) => labels[i] === -1).map((i) => order[i] ?? 0),
    silhouette: meanCosineSilhouette(table, own),
    alike,
    silhouetteTexts: own.filter((theme) => theme >= 0).length,
    resamples,
    method: `communities of ${neighbours} nearest neighbours, resolution ${resolution} by consensus, centred${count > sampleRows ? `, sample ${sampleRows}` : ""}`,
  };
}

/** 50 as Hennig (2007) has it where that is quick. */
function resamplesOf(rows: number): number {
  return Math.min(50, Math.max(10, Math.floor(100_000 / Math.max(1, rows))));
}

/** The rows minus their mean, and the mean; the rows as they are read are not kept. */
function centredRows(vectors: VectorSource, rows: readonly number[]): { table: VectorTable; mean: Float64Array } {
  const given = vectorTable(vectors.read(rows), vectors.dimensions);
  const mean = meanOf(given);
  return { table: shifted(given, mean), mean };
}

/** The nearest theme of every row, in canonical order; a row of the sample that has a theme keeps it. */
async function placeAll(
  vectors: VectorSource,
  {
    order,
    mean,
    centroids,
    known,
    pause,
  }: {
    order: readonly number[];
    mean: Float64Array;
    centroids: readonly Float32Array[];
    known: ReadonlyMap<number, number>;
    pause: () => Promise<void>;
  },
): Promise<{ themes: Int32Array; fits: Float32Array }> {
  const themes = new Int32Array(order.length).fill(-1);
  const fits = new Float32Array(order.length);
  let from = 0;
  for (const rows of blocksOf(order)) {
    const block = shifted(vectorTable(vectors.read(rows), vectors.dimensions), mean);
    rows.forEach((row, i) => {
      const vector = rowOf(block, i);
      const theme = known.get(row) ?? -1;
      const [nearest, fit] = theme >= 0 ? [theme, dot(vector, centroids[theme] ?? vector)] : nearestOf(vector, centroids);
      themes[from + i] = nearest;
      fits[from + i] = fit;
    });
    from += rows.length;
    await pause();
  }
  return { themes, fits };
}

function nearestOf(row: Float32Array, centroids: readonly Float32Array[]): [theme: number, cosine: number] {
  let [theme, cosine] = [0, -Infinity];
  centroids.forEach((centroid, i) => {
    const value = dot(row, centroid);
    if (value > cosine) [theme, cosine] = [i, value];
  });
  return [theme, cosine];
}

/** Labels with −1 for the rows that fit badly, the worst first, but for no more than `share` of all. */
function withoutOutliers({ themes, fits }: { themes: Int32Array; fits: Float32Array }, share: number): Int32Array {
  const median = fits.toSorted()[Math.floor(fits.length / 2)] ?? 0;
  const badly = [...fits.keys()].filter((i) => (fits[i] ?? 0) < leastFit * median);
  const worst = badly.toSorted((a, b) => (fits[a] ?? 0) - (fits[b] ?? 0) || a - b).slice(0, Math.floor(fits.length * share));
  const labels = themes.slice();
  for (const i of worst) labels[i] = -1;
  return labels;
}

/** The rows of the largest communities, at most `most`, that have at least `fewest`; without any, those of the largest. */
function largestOf(labels: Int32Array, { fewest, most }: { fewest: number; most: number }): number[][] {
  const members = [...Map.groupBy(labels.keys(), (row) => labels[row]).values()].toSorted((a, b) => b.length - a.length);
  const large = members.filter((rows) => rows.length >= fewest).slice(0, most);
  return large.length > 0 ? large : members.slice(0, 1);
}

/** One theme has no other to be told from. */
const unmeasured = { silhouette: 0, silhouetteTexts: 0, resamples: 0 };

function oneTheme(vectors: VectorSource, order: readonly number[]): FoundThemes {
  const method = "one theme: too few texts";
  if (order.length === 0) return { groups: [], outliers: [], ...unmeasured, method };
  const given: VectorTable = vectorTable(vectors.read(order), vectors.dimensions);
  const centroid = centroidOf(given, order.keys());
  const fits = order.map((_, i) => dot(rowOf(given, i), centroid));
  return { groups: [{ rows: [...order], fits, centroid }], outliers: [], ...unmeasured, method };
}

/** `size` of `count` places without replacement, ascending (the first steps of a Fisher-Yates shuffle). */
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
