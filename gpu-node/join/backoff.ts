/** Pauses between attempts: doubling with full jitter (Brooker 2015), so that nodes of one pool do not knock together. */

export interface BackoffOptions {
  /** Upper bound of the first pause, milliseconds. */
  first: number;
  /** Upper bound of any pause, milliseconds. */
  longest: number;
}

/** Milliseconds before attempt `attempt + 1` (the first attempt is 1). `random` gives numbers in [0, 1). At least a quarter of the bound. */
export function backoff(attempt: number, { first, longest }: BackoffOptions, random: () => number): number {
  const bound = Math.min(longest, first * 2 ** Math.min(attempt - 1, 30));
  return Math.round(bound * (0.25 + 0.75 * random()));
}
