/** Whole minor units shared out so that nothing is lost: largest remainder, and two ways of choosing the shares. */
import type { Channel, BudgetLine } from "../../../../contracts/services/marketing-channels.ts";
import { money, toMinor, type Money } from "../../../../contracts/money.ts";

/**
 * `total` (whole units) in proportion to `weights`, by largest remainder (Hamilton): parts are whole, add up to `total`, and
 * differ from the exact share by less than one unit. Equal remainders go to the earlier one. All zero: split evenly.
 */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight) => (sum === 0 ? total / weights.length : (total * weight) / sum));
  const parts = exact.map(Math.floor);
  const left = total - parts.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .toSorted((a, b) => b.remainder - a.remainder);
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}

type Share = readonly [BudgetLine["channel"], number];

/** Up to this much (major units) the predecessor spends on organic channels only. */
const smallBudget = 1000;
const smallShares: readonly Share[] = [
  ["content-marketing", 40],
  ["social-media-organic", 30],
  ["email-marketing", 30],
];
const largeShares: readonly Share[] = [
  ["content-marketing", 30],
  ["social-media-paid", 25],
  ["email-marketing", 20],
  ["paid-advertising", 15],
  ["influencer-marketing", 10],
];

/** The predecessor's split: three lines up to 1,000 major units, five above. */
export function fixedShareBudget(total: Money): BudgetLine[] {
  if (total.minor <= 0) return [];
  const shares = total.minor <= toMinor(smallBudget, total.currency) ? smallShares : largeShares;
  const amounts = apportion(
    total.minor,
    shares.map(([, share]) => share),
  );
  return shares.map(([channel], i) => ({ channel, amount: money(amounts[i] ?? 0, total.currency) }));
}

export interface Claimant {
  channel: Channel;
  score: number;
  /** Least useful spend a month, minor units. */
  floor: number;
}

/** More channels than these are not looked after by one person. */
const mostChannels = 5;
const leastScore = 0.4;

/**
 * Best channels first, as long as their floors fit together, at most five and none scoring below 0.4 unless it is the best.
 * Each gets its part in proportion to its score, or its floor where that is more. Adds up to `total`; empty when nothing is to
 * be spent or no channel's floor fits.
 *
 * @param claimants best first
 */
export function fittedBudget(total: Money, claimants: readonly Claimant[]): BudgetLine[] {
  if (total.minor <= 0) return [];
  const chosen: Claimant[] = [];
  let left = total.minor;
  for (const claimant of claimants) {
    const wanted = claimant.score >= leastScore || chosen.length === 0;
    if (!wanted || claimant.floor > left || chosen.length === mostChannels) continue;
    chosen.push(claimant);
    left -= claimant.floor;
  }
  const amounts = aboveFloors(total.minor, chosen);
  return chosen.map(({ channel }) => ({ channel, amount: money(amounts.get(channel) ?? 0, total.currency) }));
}

/** Whoever's part stays below the floor gets the floor, and the others share what that leaves. */
function aboveFloors(total: number, claimants: readonly Claimant[]): Map<Channel, number> {
  const parts = apportion(
    total,
    claimants.map(({ score }) => score),
  );
  const below = claimants.filter(({ floor }, i) => (parts[i] ?? 0) < floor);
  if (below.length === 0) return new Map(claimants.map(({ channel }, i) => [channel, parts[i] ?? 0]));
  const rest = claimants.filter((claimant) => !below.includes(claimant));
  const floors = below.reduce((sum, { floor }) => sum + floor, 0);
  // Everybody below the floor: the floors fit together, so what is left over goes to the best.
  if (rest.length === 0) return new Map(below.map(({ channel, floor }, i) => [channel, floor + (i === 0 ? total - floors : 0)]));
  return new Map([...below.map(({ channel, floor }): [Channel, number] => [channel, floor]), ...aboveFloors(total - floors, rest)]);
}
