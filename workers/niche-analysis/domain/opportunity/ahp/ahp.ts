/** Weights from pairwise judgements: which of two criteria matters more, and how much. */
import { err, ok, type Result } from "../../../../../contracts/result.ts";

/** Mean consistency index of random judgements for 3 to 10 criteria: Saaty 2008. (The table of 1980, .58 .90 1.12 …, gives other ratios.) */
export const randomIndex: Readonly<Record<number, number>> = {
  3: 0.52,
  4: 0.89,
  5: 1.11,
  6: 1.25,
  7: 1.35,
  8: 1.4,
  9: 1.45,
  10: 1.49,
};

/** Above this the judgements contradict each other too much. */
export const acceptableRatio = 0.1;

export const ahpMethod =
  "principal eigenvector of the judgements (Saaty 1980); consistency ratio by the random index of Saaty 2008, acceptable up to 0.1";

export interface Weighting {
  /** In the order of the criteria, adding up to 1. */
  weights: number[];
  lambdaMax: number;
  /** (λ − n) ÷ (n − 1). */
  consistencyIndex: number;
  /** Index ÷ random index of Saaty 2008; 0 for one or two criteria. */
  consistencyRatio: number;
  consistent: boolean;
  /** Where the ratio is too large: the judgement that fits the others least, and what they suggest (to be rounded to 1 … 9 or a reciprocal). */
  revise?: { first: number; second: number; judged: number; suggested: number };
}

/**
 * Saaty 1980: weights are the principal right eigenvector of `judgements`, where `judgements[i][j]` says how many times more i matters than j.
 * By power iteration. `invalid_input` unless the matrix is square with 1 to 10 criteria, positive and reciprocal (a·a' = 1 within a
 * thousandth).
 */
export function weigh(judgements: readonly (readonly number[])[]): Result<Weighting> {
  const n = judgements.length;
  const at = (i: number, j: number) => judgements[i]?.[j] ?? Number.NaN;
  if (n < 1 || n > 10 || judgements.some(({ length }) => length !== n))
    return err("invalid_input", "Judgements form a square of 1 to 10 criteria.");
  const everyPair = judgements.flatMap((_, i) => judgements.map((_row, j) => [i, j] as const));
  const broken = everyPair.find(([i, j]) => !(at(i, j) > 0 && Math.abs(at(i, j) * at(j, i) - 1) < 1e-3));
  if (broken) {
    const [i, j] = broken;
    return err("invalid_input", `The judgement of ${i + 1} against ${j + 1} and its reverse must be positive and each other's reciprocal.`);
  }
  const { weights, lambdaMax } = principal(judgements);
  const consistencyIndex = n < 2 ? 0 : Math.max(0, (lambdaMax - n) / (n - 1));
  const consistencyRatio = consistencyIndex / (randomIndex[n] ?? Number.POSITIVE_INFINITY);
  const consistent = consistencyRatio <= acceptableRatio;
  const suggested = (i: number, j: number) => (weights[i] ?? 0) / (weights[j] ?? 1);
  const off = ([i, j]: readonly [number, number]) => Math.abs(Math.log(at(i, j) / suggested(i, j)));
  const [worst] = everyPair.filter(([i, j]) => i < j).toSorted((a, b) => off(b) - off(a));
  return ok({
    weights,
    lambdaMax,
    consistencyIndex,
    consistencyRatio,
    consistent,
    ...(!consistent && worst && { revise: { first: worst[0], second: worst[1], judged: at(...worst), suggested: suggested(...worst) } }),
  });
}

/** A positive matrix has one largest eigenvalue, to whose vector every start converges (Perron 1907). */
function principal(matrix: readonly (readonly number[])[]): { weights: number[]; lambdaMax: number } {
  let weights = matrix.map(() => 1 / matrix.length);
  let lambdaMax = matrix.length;
  for (let step = 0; step < 1000; step++) {
    const next = matrix.map((row) => row.reduce((sum, value, j) => sum + value * (weights[j] ?? 0), 0));
    lambdaMax = next.reduce((sum, value) => sum + value, 0);
    const moved = next.map((value) => value / lambdaMax);
    const change = Math.max(...moved.map((value, i) => Math.abs(value - (weights[i] ?? 0))));
    weights = moved;
    if (change < 1e-15) break;
  }
  return { weights, lambdaMax };
}
