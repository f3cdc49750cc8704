/** The ladder of tiers: every paid tier costs twice the one below. */
import { charm } from "./charm.ts";

/** Entry price of the predecessor's ladder, minor units. */
export const defaultBase = 1_000;

/** Multiplier of the `position`-th paid tier, counted from 1: 1, 2, 4, … */
export function tierMultiplier(position: number): number {
  return 2 ** (position - 1);
}

/** Uncharmed prices of a free tier (if wanted) and `paid` paid tiers: 0, 1,000, 2,000, 4,000 … minor units. */
export function tierBases(paid: number, { base = defaultBase, free = false } = {}): number[] {
  const ladder = Array.from({ length: paid }, (_, index) => base * tierMultiplier(index + 1));
  return free ? [0, ...ladder] : ladder;
}

/** The same as charm prices; what is free stays free. */
export function tierPrices(paid: number, options: { base?: number; free?: boolean } = {}): number[] {
  return tierBases(paid, options).map((base) => (base === 0 ? 0 : charm(base)));
}
