/** Intervals and quantiles for shares and samples. */

export interface Interval {
  low: number;
  high: number;
}

/** Normal quantiles of the two-sided levels that we show. */
export const z90 = 1.6448536269514722;
export const z95 = 1.959963984540054;

/** Wilson (1927) score interval of the share `successes / trials`; the whole of [0, 1] without trials. */
export function wilson(successes: number, trials: number, z = z95): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const share = successes / trials;
  const widening = (z * z) / trials;
  const centre = (share + widening / 2) / (1 + widening);
  const half = (z / (1 + widening)) * Math.sqrt((share * (1 - share)) / trials + widening / (4 * trials));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** Quantile of an ascending sample by linear interpolation (type 7 of Hyndman & Fan 1996). The sample must not be empty. */
export function quantile(ascending: ArrayLike<number>, probability: number): number {
  const position = (ascending.length - 1) * probability;
  const below = Math.floor(position);
  const lower = ascending[below] ?? Number.NaN;
  const upper = ascending[Math.min(below + 1, ascending.length - 1)] ?? lower;
  return lower + (upper - lower) * (position - below);
}
