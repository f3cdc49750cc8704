/** What a quantity costs under a billing rule, exactly. */
import { add, compare, decimal, divideWhole, greatest, least, multiply, subtract, zero, type Decimal } from "./decimal.ts";

/** A band of quantities up to and including `upTo`; the last band has no end (`null`). */
export interface Tier {
  upTo: Decimal | null;
  rate: Decimal;
}

/**
 * - `flat`: the same whatever is used.
 * - `per-unit`: what exceeds `free` × rate.
 * - `graduated`: each part of the quantity at the rate of the band that it falls in.
 * - `volume`: the whole quantity at the rate of the band that it ends in; the total can drop at an edge, by design.
 * - `package`: started packages at a price each; with `overageRate`, full packages and the rest by unit.
 */
export type Rule =
  | { kind: "flat"; amount: Decimal }
  | { kind: "per-unit"; rate: Decimal; free: Decimal }
  | { kind: "graduated"; tiers: readonly Tier[] }
  | { kind: "volume"; tiers: readonly Tier[] }
  | { kind: "package"; size: Decimal; price: Decimal; overageRate: Decimal | null };

/** A share taken off from a quantity on; of several, the one with the largest threshold reached holds. */
export interface VolumeDiscount {
  from: Decimal;
  /** 0.1 = 10 %. */
  share: Decimal;
}

export interface Limits {
  minimum: Decimal | null;
  maximum: Decimal | null;
}

/** Cost of `quantity` (zero or more), in the unit of the rates. Exact: the same on every call, whatever was asked before. */
export function charge(rule: Rule, quantity: Decimal): Decimal {
  switch (rule.kind) {
    case "flat":
      return rule.amount;
    case "per-unit":
      return multiply(greatest(zero, subtract(quantity, rule.free)), rule.rate);
    case "graduated":
      return graduated(rule.tiers, quantity);
    case "volume":
      return multiply(quantity, rateAt(rule.tiers, quantity));
    case "package":
      return packaged(rule, quantity);
  }
}

/** Takes the discount for `quantity` off `amount`. */
export function discounted(amount: Decimal, quantity: Decimal, discounts: readonly VolumeDiscount[]): Decimal {
  const reached = discounts.filter(({ from }) => compare(from, quantity) <= 0);
  const largest = reached.reduce<VolumeDiscount | undefined>(
    (best, next) => (best && compare(best.from, next.from) >= 0 ? best : next),
    undefined,
  );
  return largest ? multiply(amount, subtract(decimal("1"), largest.share)) : amount;
}

/** Raises to the minimum, then cuts at the maximum. The minimum is due even when nothing was used. */
export function limited(amount: Decimal, { minimum, maximum }: Limits): Decimal {
  const raised = minimum ? greatest(minimum, amount) : amount;
  return maximum ? least(maximum, raised) : raised;
}

function graduated(tiers: readonly Tier[], quantity: Decimal): Decimal {
  let total = zero;
  let start = zero;
  for (const { upTo, rate } of tiers) {
    const end = upTo ? least(upTo, quantity) : quantity;
    if (compare(end, start) > 0) total = add(total, multiply(subtract(end, start), rate));
    if (!upTo || compare(quantity, upTo) <= 0) break;
    start = upTo;
  }
  return total;
}

function rateAt(tiers: readonly Tier[], quantity: Decimal): Decimal {
  return tiers.find(({ upTo }) => upTo === null || compare(quantity, upTo) <= 0)?.rate ?? zero;
}

function packaged({ size, price, overageRate }: Extract<Rule, { kind: "package" }>, quantity: Decimal): Decimal {
  const { whole, rest } = divideWhole(quantity, size);
  const full = multiply(whole, price);
  if (compare(rest, zero) === 0) return full;
  return add(full, overageRate ? multiply(rest, overageRate) : price);
}
