/** Locality-sensitive hashing of signatures by bands (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4). */

export interface Banding {
  bands: number;
  /** Numbers of the signature in each band. */
  rows: number;
}

/** Steps of the integrals: finer changes no choice. */
const steps = 200;

/** The probability that two sets of this similarity share at least one band: 1 − (1 − sʳ)ᵇ. */
export function candidateProbability(similarity: number, { bands, rows }: Banding): number {
  return 1 - (1 - similarity ** rows) ** bands;
}

/** What the two ways of erring cost, together 1. */
export interface ErrorWeights {
  inVain: number;
  missed: number;
}

/**
 * The banding of at most `size` numbers that errs least at `threshold`: the area under the curve below it (candidates in vain) and the
 * area above the curve beyond it (pairs that are missed), each by its weight; by default they weigh the same.
 */
export function chooseBanding(size: number, threshold: number, weights: ErrorWeights = { inVain: 0.5, missed: 0.5 }): Banding {
  const all = Array.from({ length: size }, (_, b) => b + 1).flatMap((bands) =>
    Array.from({ length: Math.floor(size / bands) }, (_, r) => ({ bands, rows: r + 1 })),
  );
  const scored = all.map((banding) => ({ banding, error: errorOf(banding, threshold, weights) }));
  return scored.reduce((best, next) => (next.error < best.error ? next : best)).banding;
}

/** The area under the curve below the threshold, and the area above the curve beyond it. */
export function errorsOf(banding: Banding, threshold: number): ErrorWeights {
  return {
    inVain: area((s) => candidateProbability(s, banding), 0, threshold),
    missed: area((s) => 1 - candidateProbability(s, banding), threshold, 1),
  };
}

function errorOf(banding: Banding, threshold: number, weights: ErrorWeights): number {
  const { inVain, missed } = errorsOf(banding, threshold);
  return weights.inVain * inVain + weights.missed * missed;
}

/** By the midpoint rule. */
function area(curve: (at: number) => number, from: number, to: number): number {
  const width = (to - from) / steps;
  return Array.from({ length: steps }, (_, i) => curve(from + (i + 0.5) * width)).reduce((sum, value) => sum + value * width, 0);
}
