/** A bill for metered usage: a base fee, one line per metric, and limits on the whole. */
import { add, roundToMinor, zero, type Decimal } from "./decimal.ts";
import { charge, discounted, limited, type Limits, type Rule, type VolumeDiscount } from "./charge.ts";

export interface Meter {
  metric: string;
  rule: Rule;
  discounts: readonly VolumeDiscount[];
  limits: Limits;
}

export interface UsageTariff {
  /** Minor units. */
  baseFee: Decimal;
  meters: readonly Meter[];
  limits: Limits;
}

export interface UsageBill {
  lines: { metric: string; quantity: Decimal; amount: Decimal }[];
  /** Exact sum before the limits. */
  uncapped: Decimal;
  /** Exact, within the limits. */
  exact: Decimal;
  /** Whole minor units, halves away from zero: the only rounding of the bill. */
  total: number;
}

/** Quantities by metric; what is not named was not used. All money in minor units. */
export function usageBill({ baseFee, meters, limits }: UsageTariff, usage: ReadonlyMap<string, Decimal>): UsageBill {
  const lines = meters.map(({ metric, rule, discounts, limits: meterLimits }) => {
    const quantity = usage.get(metric) ?? zero;
    return { metric, quantity, amount: limited(discounted(charge(rule, quantity), quantity, discounts), meterLimits) };
  });
  const uncapped = lines.reduce((sum, { amount }) => add(sum, amount), baseFee);
  const exact = limited(uncapped, limits);
  return { lines, uncapped, exact, total: roundToMinor(exact) };
}
