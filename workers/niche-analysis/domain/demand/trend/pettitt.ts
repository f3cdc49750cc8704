/** Did the level change at some moment, and when? */

export interface ChangePoint {
  /** Index of the last observation before the change; of several equally good ones the first. */
  last: number;
  /** max |U|. */
  k: number;
  /** Two-sided and approximate, at most 1. */
  p: number;
}

/**
 * Pettitt 1979: U(t) = Σ over i ≤ t < j of sgn(xᵢ − xⱼ); the change is where |U| is largest, p ≈ 2 exp(−6 K² ÷ (n³ + n²)). Good to two
 * digits for p ≤ 0.5. A trend without any jump makes it significant too: read it beside the trend. `undefined` for fewer than two values.
 */
export function pettitt(values: readonly number[]): ChangePoint | undefined {
  const n = values.length;
  if (n < 2) return undefined;
  let best = { last: 0, k: -1 };
  let u = 0;
  for (let t = 0; t < n - 1; t++) {
    // Moving t from the right side to the left adds its comparison with everything.
    const moved = values[t] ?? 0;
    for (const other of values) u += Math.sign(moved - other);
    if (Math.abs(u) > best.k) best = { last: t, k: Math.abs(u) };
  }
  return { ...best, p: Math.min(1, 2 * Math.exp((-6 * best.k ** 2) / (n ** 3 + n ** 2))) };
}
