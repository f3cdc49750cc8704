/** The deterministic projection: users, tiers, monthly and cumulative revenue. */
import type { ProjectedMonth } from "../../../../contracts/services/projections.ts";
import { splitDown, splitWhole } from "./tier-split.ts";
import { projectUsers, wholeMonth, type Arithmetic, type UserRates } from "./users.ts";

/** A tier's monthly price in minor units and its share of the paying users; shares add up to 1. */
export interface TierPrice {
  minor: number;
  share: number;
}

/**
 * Revenue of `months` months in whole minor units. With `whole-users` every figure is the predecessor's `project_revenue`;
 * with `expected` users are rounded for each month on their own and no paying user is lost between tiers.
 */
export function projectSeries(rates: UserRates, tiers: readonly TierPrice[], months: number, arithmetic: Arithmetic): ProjectedMonth[] {
  const split = arithmetic === "whole-users" ? splitDown : splitWhole;
  const shares = tiers.map(({ share }) => share);
  let cumulative = 0;
  return projectUsers(rates, months, arithmetic).map((users) => {
    const whole = wholeMonth(users);
    const paying = split(whole.paid, shares);
    const mrr = tiers.reduce((sum, { minor }, tier) => sum + minor * (paying[tier] ?? 0), 0);
    cumulative += mrr;
    return { ...whole, tiers: paying, mrr, cumulative };
  });
}

/** Average monthly revenue per paying user, minor units with fractions. */
export function averageRevenue(tiers: readonly TierPrice[]): number {
  return tiers.reduce((sum, { minor, share }) => sum + minor * share, 0);
}
