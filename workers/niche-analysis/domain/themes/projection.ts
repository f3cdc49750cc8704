/** Fewer numbers a row: the directions in which rows differ most, so that many rows can be compared with one another in little time. */
import { dot, meanOf, normalised, rowOf, vectorTable, type VectorTable } from "./vectors.ts";

/** Rows that the directions are learned from. */
const learnedFrom = 2_000;
const rounds = 10;

/**
 * The rows, minus their mean, on their first `kept` principal components (Pearson 1901), each scaled to length 1; the rows must be centred
 * already or nearly so. Found by orthogonal iteration on the covariance of an even sample, from a fixed start: deterministic, and no more
 * exact than neighbours need (cosines of sentence vectors change by a few hundredths from 384 to 64 numbers).
 */
export function project(table: VectorTable, kept: number): VectorTable {
  const { count, dimensions } = table;
  const directions = principalDirections(covarianceOf(table), dimensions, kept);
  const values = new Float32Array(count * kept);
  for (let i = 0; i < count; i++) {
    const row = rowOf(table, i);
    const projected = new Float32Array(kept);
    for (let k = 0; k < kept; k++) {
      let sum = 0;
      for (let d = 0; d < dimensions; d++) sum += (row[d] ?? 0) * (directions[k * dimensions + d] ?? 0);
      projected[k] = sum;
    }
    values.set(normalised(projected), i * kept);
  }
  return { values, dimensions: kept, count };
}

/** Where the rows lie on the plane in which they differ most: the first two principal components, the farthest at distance 1 from the middle. */
export function onPlane(table: VectorTable): { x: number; y: number }[] {
  const origin = meanOf(table);
  const moved = new Float32Array(table.values.length);
  for (let i = 0; i < moved.length; i++) moved[i] = (table.values[i] ?? 0) - (origin[i % table.dimensions] ?? 0);
  const around = vectorTable(moved, table.dimensions);
  const axes = vectorTable(Float32Array.from(principalDirections(covarianceOf(around), table.dimensions, 2)), table.dimensions);
  const points = Array.from({ length: table.count }, (_, i) => ({
    x: dot(rowOf(around, i), rowOf(axes, 0)),
    y: dot(rowOf(around, i), rowOf(axes, 1)),
  }));
  const farthest = Math.max(...points.map(({ x, y }) => Math.hypot(x, y))) || 1;
  return points.map(({ x, y }) => ({ x: x / farthest, y: y / farthest }));
}

/** `dimensions × dimensions`, of every so manieth row. */
function covarianceOf(table: VectorTable): Float64Array {
  const { count, dimensions } = table;
  const step = Math.max(1, Math.floor(count / learnedFrom));
  const covariance = new Float64Array(dimensions * dimensions);
  for (let i = 0; i < count; i += step) {
    const row = rowOf(table, i);
    for (let a = 0; a < dimensions; a++) {
      const value = row[a] ?? 0;
      for (let b = 0; b <= a; b++) covariance[a * dimensions + b] = (covariance[a * dimensions + b] ?? 0) + value * (row[b] ?? 0);
    }
  }
  for (let a = 0; a < dimensions; a++) for (let b = 0; b < a; b++) covariance[b * dimensions + a] = covariance[a * dimensions + b] ?? 0;
  return covariance;
}

/** The first `kept` eigenvectors of a symmetric matrix, one a row, by orthogonal iteration (Golub & Van Loan, 8.2.4). */
function principalDirections(matrix: Float64Array, dimensions: number, kept: number): Float64Array {
  let basis: Float64Array = Float64Array.from({ length: kept * dimensions }, (_, i) => Math.sin(1 + i * 1.618_034));
  for (let round = 0; round < rounds; round++) {
    const next = new Float64Array(kept * dimensions);
    for (let k = 0; k < kept; k++) {
      for (let a = 0; a < dimensions; a++) {
        let sum = 0;
        for (let b = 0; b < dimensions; b++) sum += (matrix[a * dimensions + b] ?? 0) * (basis[k * dimensions + b] ?? 0);
        next[k * dimensions + a] = sum;
      }
    }
    basis = orthonormal(next, dimensions, kept);
  }
  return basis;
}

/** Gram-Schmidt in the stable order; a row that the ones before it span becomes zero. */
function orthonormal(rows: Float64Array, dimensions: number, count: number): Float64Array {
  for (let k = 0; k < count; k++) {
    const own = rows.subarray(k * dimensions, (k + 1) * dimensions);
    for (let earlier = 0; earlier < k; earlier++) {
      const other = rows.subarray(earlier * dimensions, (earlier + 1) * dimensions);
      let shared = 0;
      for (let d = 0; d < dimensions; d++) shared += (own[d] ?? 0) * (other[d] ?? 0);
      for (let d = 0; d < dimensions; d++) own[d] = (own[d] ?? 0) - shared * (other[d] ?? 0);
    }
    const length = Math.hypot(...own);
    for (let d = 0; d < dimensions; d++) own[d] = length < 1e-12 ? 0 : (own[d] ?? 0) / length;
  }
  return rows;
}
