/** Whole paying users shared out among tiers. */

/** Rounds every tier down, as the predecessor does; up to one user per tier less one belongs to none. */
export function splitDown(paid: number, shares: readonly number[]): number[] {
  return shares.map((share) => Math.floor(paid * share));
}

/**
 * Largest remainder (Hamilton): rounds down, then gives the users left over to the tiers with the largest fractions, the
 * earlier tier first among equals. The tiers always add up to `paid`. Shares add up to 1.
 */
export function splitWhole(paid: number, shares: readonly number[]): number[] {
  const exact = shares.map((share) => paid * share);
  const split = exact.map(Math.floor);
  const byRemainder = exact
    .map((users, tier) => ({ tier, remainder: users - Math.floor(users) }))
    .toSorted((a, b) => b.remainder - a.remainder || a.tier - b.tier);
  const left = paid - split.reduce((sum, users) => sum + users, 0);
  for (const { tier } of byRemainder.slice(0, left)) split[tier] = (split[tier] ?? 0) + 1;
  return split;
}
