/** What a paying user is worth: lifetime value and payback. */
import { money, type Currency, type Money } from "../../../contracts/money.ts";
import type { LifetimeValue } from "../../../contracts/services/projections.ts";

export interface LifetimeQuestion {
  currency: Currency;
  /** Minor units a month. */
  arpu: number;
  /** Monthly, 0 to 1. */
  churn: number;
  /** Monthly. */
  discountRate: number;
  grossMargin: number;
  /** Minor units. */
  acquisitionCost?: number;
}

/**
 * Lifetime value under constant churn. The figures with a horizon come twice: as the predecessor's (ARPU × the average
 * lifetime, cut at the horizon) and as the expected income ARPU × Σ_{t<n} ((1 − churn)/(1 + rate))^t. Without churn the
 * lifetime has no end, so the lifetime value is null. Rounded to the minor unit, halves away from zero.
 */
export function lifetimeValue({ currency, arpu, churn, discountRate, grossMargin, acquisitionCost }: LifetimeQuestion): LifetimeValue {
  const lifetime = churn === 0 ? Number.POSITIVE_INFINITY : 1 / churn;
  const rounded = (minor: number): Money => money(Math.round(minor), currency);
  const cutAt = (months: number) => rounded(arpu * Math.min(months, lifetime));
  const retained = (1 - churn) / (1 + discountRate);
  const expectedOver = (months: number) => rounded(arpu * (retained === 1 ? months : (1 - retained ** months) / (1 - retained)));
  return {
    arpu: money(arpu, currency),
    churn,
    averageLifetimeMonths: churn === 0 ? null : lifetime,
    lifetimeValue: churn === 0 ? null : rounded(arpu * lifetime),
    oneYearValue: cutAt(12),
    threeYearValue: cutAt(36),
    fiveYearValue: cutAt(60),
    expected: {
      oneYear: expectedOver(12),
      threeYears: expectedOver(36),
      fiveYears: expectedOver(60),
      forever: retained === 1 ? null : rounded(arpu / (1 - retained)),
    },
    paybackMonths: acquisitionCost === undefined ? null : paybackMonths(acquisitionCost, arpu, grossMargin),
  };
}

/** Months until `arpu × grossMargin` has paid the acquisition cost; null when it never does. */
export function paybackMonths(acquisitionCost: number, arpu: number, grossMargin: number): number | null {
  const monthly = arpu * grossMargin;
  return monthly === 0 ? null : acquisitionCost / monthly;
}
