/** Charm prices: a whole unit and ninety-nine, the form in which the predecessor states every price. */

/** Keeps 1,999.9999999 of binary arithmetic from falling a whole unit below the 2,000 it stands for. */
const tolerance = 1e-6;

/**
 * Rounds `minor` (minor units, fractions allowed) down to a hundred and adds 99: 1,470 → 1,499, 50 → 99.
 * In yen, which has no smaller unit, the same gives 1,470 → 1,499.
 */
export function charm(minor: number): number {
  return Math.floor((minor + tolerance) / 100) * 100 + 99;
}

/** The predecessor's `calculate_price`: base × tier × market, as a charm price. All money in minor units. */
export function tieredPrice({
  base,
  tierMultiplier,
  marketAdjustment,
}: {
  base: number;
  tierMultiplier: number;
  marketAdjustment: number;
}): number {
  return charm(base * tierMultiplier * marketAdjustment);
}
