/** Logistic regression with a quadratic penalty, by Newton's method (Hastie, Tibshirani and Friedman 2009, section 4.4.1). */

export interface Logistic {
  intercept: number;
  weights: number[];
}

/** Steps after which it stops in any case; the objective is convex and a handful is enough. */
const maxSteps = 30;
const tolerance = 1e-9;

/**
 * Minimises `Σ log loss + penalty / 2 · |weights|²`; the intercept is not penalised. `rows` are vectors of one length, `outcomes` 0 or 1.
 * Throws when the penalty is not positive: without it separable data has no minimum.
 */
export function fitLogistic(rows: readonly ArrayLike<number>[], outcomes: readonly number[], penalty: number): Logistic {
  if (!(penalty > 0)) throw new RangeError("the penalty must be positive");
  const size = (rows[0]?.length ?? 0) + 1;
  let parameters = new Float64Array(size);
  for (let step = 0; step < maxSteps; step++) {
    const { gradient, hessian } = derivatives(rows, outcomes, parameters, penalty);
    const move = solve(hessian, gradient, size);
    parameters = parameters.map((value, i) => value - (move[i] ?? 0));
    if (move.reduce((most, value) => Math.max(most, Math.abs(value)), 0) < tolerance) break;
  }
  const [intercept = 0, ...weights] = parameters;
  return { intercept, weights };
}

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

export function dot(weights: ArrayLike<number>, row: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += (weights[i] ?? 0) * (row[i] ?? 0);
  return sum;
}

/** First and second derivatives of the objective; parameter 0 is the intercept. */
function derivatives(rows: readonly ArrayLike<number>[], outcomes: readonly number[], parameters: Float64Array, penalty: number) {
  const size = parameters.length;
  const gradient = parameters.map((value, i) => (i === 0 ? 0 : penalty * value));
  const hessian = new Float64Array(size * size);
  for (let i = 1; i < size; i++) hessian[i * size + i] = penalty;
  const x = new Float64Array(size);
  x[0] = 1;
  rows.forEach((row, n) => {
    for (let i = 1; i < size; i++) x[i] = row[i - 1] ?? 0;
    const probability = sigmoid(dot(parameters, x));
    const error = probability - (outcomes[n] ?? 0);
    const weight = probability * (1 - probability);
    for (let i = 0; i < size; i++) {
      gradient[i] = (gradient[i] ?? 0) + error * (x[i] ?? 0);
      const scaled = weight * (x[i] ?? 0);
      // The lower triangle is enough for Cholesky.
      for (let j = 0; j <= i; j++) hessian[i * size + j] = (hessian[i * size + j] ?? 0) + scaled * (x[j] ?? 0);
    }
  });
  return { gradient, hessian };
}

/** Solves `matrix · x = right` for a symmetric positive definite matrix given by its lower triangle (Cholesky). */
function solve(matrix: Float64Array, right: Float64Array, size: number): Float64Array {
  const lower = matrix.slice();
  const at = (i: number, j: number) => lower[i * size + j] ?? 0;
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = at(i, j);
      for (let k = 0; k < j; k++) sum -= at(i, k) * at(j, k);
      lower[i * size + j] = i === j ? Math.sqrt(sum) : sum / at(j, j);
    }
  }
  const x = right.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] ?? 0) - at(i, k) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / at(i, i);
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] = (x[i] ?? 0) - at(k, i) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / at(i, i);
  }
  return x;
}
