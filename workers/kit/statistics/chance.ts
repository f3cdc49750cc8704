/** Seeded random draws: the few distributions that simulations of markets and revenue need. */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Below this mean Poisson and binomial draws are exact (inversion); from it on they are rounded normals. */
export const normalFrom = 30;

export interface Chance {
  /** Uniform in (0, 1), 32 bits fine. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Gamma with the given shape (> 0) and scale 1. */
  gamma(shape: number): number;
  beta(a: number, b: number): number;
  /** PERT: a Beta on [low, high] with its mode at `mode`. */
  pert(low: number, mode: number, high: number): number;
  /** A point of the simplex: weights ≥ 0 that add up to 1, uniform where all of `concentrations` (> 0) are 1. */
  dirichlet(concentrations: readonly number[]): number[];
  poisson(mean: number): number;
  binomial(trials: number, probability: number): number;
}

/**
 * Two streams of one seed that never meet: `parameters` for what is drawn once a path, `process` for the noise of its months.
 * Kept apart, the same seed gives two scenarios the same luck in their parameters however their months differ.
 */
export function chances(seed: number): { parameters: Chance; process: Chance } {
  const generator = xoroshiro128plus(seed);
  const far = generator.clone();
  far.jump();
  return { parameters: chanceOf(() => generator.next()), process: chanceOf(() => far.next()) };
}

function chanceOf(nextInt32: () => number): Chance {
  const uniform = () => ((nextInt32() >>> 0) + 0.5) / 4_294_967_296;
  let spare: number | undefined;

  // Marsaglia & Bray 1964, polar method: two normals from a point in the unit disc.
  const normal = (): number => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * factor;
      return x * factor;
    }
  };

  // Marsaglia & Tsang 2000; shapes below 1 by their boost U^{1/shape}.
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  };

  const beta = (a: number, b: number): number => {
    const first = gamma(a);
    return first / (first + gamma(b));
  };

  const pert = (low: number, mode: number, high: number): number => {
    const width = high - low;
    if (width <= 0) return mode;
    return low + width * beta(1 + (4 * (mode - low)) / width, 1 + (4 * (high - mode)) / width);
  };

  // Gammas over their sum (Devroye 1986, XI.4).
  const dirichlet = (concentrations: readonly number[]): number[] => {
    const parts = concentrations.map(gamma);
    const total = parts.reduce((sum, part) => sum + part, 0);
    return parts.map((part) => part / total);
  };

  const rounded = (mean: number, variance: number, highest: number): number =>
    Math.min(highest, Math.max(0, Math.round(mean + Math.sqrt(variance) * normal())));

  const poisson = (mean: number): number => {
    if (mean >= normalFrom) return rounded(mean, mean, Number.POSITIVE_INFINITY);
    let probability = Math.exp(-mean);
    let left = uniform() - probability;
    let count = 0;
    while (left > 0 && probability > 0) {
      count += 1;
      probability *= mean / count;
      left -= probability;
    }
    return count;
  };

  const binomial = (trials: number, probability: number): number => {
    if (trials <= 0 || probability <= 0) return 0;
    if (probability > 0.5) return trials - binomial(trials, 1 - probability);
    const mean = trials * probability;
    if (mean >= normalFrom) return rounded(mean, mean * (1 - probability), trials);
    const odds = probability / (1 - probability);
    let mass = (1 - probability) ** trials;
    let left = uniform() - mass;
    let count = 0;
    while (left > 0 && count < trials) {
      count += 1;
      mass *= (odds * (trials - count + 1)) / count;
      left -= mass;
    }
    return count;
  };

  return { uniform, normal, gamma, beta, pert, dirichlet, poisson, binomial };
}
