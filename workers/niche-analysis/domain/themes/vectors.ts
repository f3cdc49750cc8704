/** Vectors of texts, row-major in one array, and the distances between them. */
import { blocksOf } from "../texts.ts";

/** `count` rows of `dimensions` float32 each. */
export interface VectorTable {
  values: Float32Array;
  dimensions: number;
  count: number;
}

/** Wraps `values`; throws when they are no whole number of rows, which is a fault of the caller. */
export function vectorTable(values: Float32Array, dimensions: number): VectorTable {
  if (!Number.isInteger(dimensions) || dimensions < 1 || values.length % dimensions !== 0) {
    throw new RangeError(`${values.length} numbers are no whole rows of ${dimensions} dimensions`);
  }
  return { values, dimensions, count: values.length / dimensions };
}

export function rowOf({ values, dimensions }: VectorTable, index: number): Float32Array {
  return values.subarray(index * dimensions, (index + 1) * dimensions);
}

/**
 * The rows minus their mean, each scaled to length 1. Sentence vectors of one market share a large common part (what the market is); without
 * it the differences stand out. A row equal to the mean stays zero.
 */
export function centred(table: VectorTable): VectorTable {
  return shifted(table, meanOf(table));
}

/** Mean of all rows. */
export function meanOf(table: VectorTable): Float64Array {
  const mean = new Float64Array(table.dimensions);
  for (let i = 0; i < table.count; i++) rowOf(table, i).forEach((value, d) => (mean[d] = (mean[d] ?? 0) + value / table.count));
  return mean;
}

/** The rows minus `origin`, each scaled to length 1. */
export function shifted(table: VectorTable, origin: Float64Array): VectorTable {
  const { dimensions, count } = table;
  const values = new Float32Array(table.values.length);
  for (let i = 0; i < count; i++) {
    const row = rowOf(table, i).map((value, d) => value - (origin[d] ?? 0));
    values.set(normalised(row), i * dimensions);
  }
  return { values, dimensions, count };
}

/** Vectors wherever they are kept. */
export interface VectorSource {
  count: number;
  dimensions: number;
  /** The chosen rows, row-major in the given order. */
  read(rows: readonly number[]): Float32Array;
}

/** The vector of each of these rows, in their order; a few hundred are in memory at a time. */
export function* vectorsOf({ read, dimensions }: VectorSource, rows: readonly number[]): Generator<Float32Array, void> {
  for (const block of blocksOf(rows)) {
    const table = vectorTable(read(block), dimensions);
    for (let i = 0; i < table.count; i++) yield rowOf(table, i);
  }
}

/** Mean direction of the chosen rows of a source, length 1. */
export function centroidIn(source: VectorSource, rows: readonly number[]): Float32Array {
  const sum = new Float32Array(source.dimensions);
  for (const row of vectorsOf(source, rows)) for (let d = 0; d < sum.length; d++) sum[d] = (sum[d] ?? 0) + (row[d] ?? 0);
  return normalised(sum);
}

/** The mean direction of each group of rows, one row a group. */
export function centroidsIn(source: VectorSource, groups: readonly (readonly number[])[]): VectorTable {
  const values = new Float32Array(groups.length * source.dimensions);
  for (const [i, rows] of groups.entries()) values.set(centroidIn(source, rows), i * source.dimensions);
  return vectorTable(values, source.dimensions);
}

/** Rows of one array as a source that is read from. */
export function inMemory(values: Float32Array, dimensions: number): VectorSource {
  const table = vectorTable(values, dimensions);
  return { count: table.count, dimensions, read: (rows) => selectRows(table, rows).values };
}

/** The chosen rows, in the given order. */
export function selectRows(table: VectorTable, indices: readonly number[]): VectorTable {
  const values = new Float32Array(indices.length * table.dimensions);
  indices.forEach((index, to) => values.set(rowOf(table, index), to * table.dimensions));
  return { values, dimensions: table.dimensions, count: indices.length };
}

/** Scalar product; of rows of length 1 the cosine of their angle. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += (a[d] ?? 0) * (b[d] ?? 0);
  return sum;
}

/** The same of many rows: four sums side by side keep the processor busy, where `dot` adds one after the other. */
export function cosineOf(a: Float32Array, b: Float32Array): number {
  let [s, t, u, v] = [0, 0, 0, 0];
  const whole = a.length - (a.length % 4);
  for (let d = 0; d < whole; d += 4) {
    s += (a[d] ?? 0) * (b[d] ?? 0);
    t += (a[d + 1] ?? 0) * (b[d + 1] ?? 0);
    u += (a[d + 2] ?? 0) * (b[d + 2] ?? 0);
    v += (a[d + 3] ?? 0) * (b[d + 3] ?? 0);
  }
  for (let d = whole; d < a.length; d++) s += (a[d] ?? 0) * (b[d] ?? 0);
  return s + t + (u + v);
}

/** Scaled to length 1; a zero vector stays zero. */
export function normalised(row: Float32Array): Float32Array {
  const length = Math.sqrt(dot(row, row));
  return length === 0 ? row : row.map((value) => value / length);
}

/** Mean direction of the chosen rows, length 1. */
export function centroidOf(table: VectorTable, indices: Iterable<number>): Float32Array {
  const sum = new Float32Array(table.dimensions);
  for (const index of indices) {
    const row = rowOf(table, index);
    for (let d = 0; d < sum.length; d++) sum[d] = (sum[d] ?? 0) + (row[d] ?? 0);
  }
  return normalised(sum);
}

/** Cosine distances (1 − cosine), the full `count × count` matrix: 16 MB for 2,000 rows. */
export function cosineDistances(table: VectorTable): Float32Array {
  const { count } = table;
  const distances = new Float32Array(count * count);
  for (let i = 0; i < count; i++) {
    const row = rowOf(table, i);
    for (let j = 0; j < i; j++) {
      const distance = Math.max(0, 1 - dot(row, rowOf(table, j)));
      distances[i * count + j] = distance;
      distances[j * count + i] = distance;
    }
  }
  return distances;
}
