/** Recurring revenue: what the active subscriptions bring in a month (MRR) and a year (ARR). */
import type { BillingInterval } from "../billing/calendar.ts";
import { divideRounded } from "../billing/decimal.ts";

export interface Subscription {
  plan: string;
  status: "active" | "trial" | "past_due" | "paused" | "cancelled";
  /** Price of one interval, minor units, discounts taken off. */
  amount: number;
  interval: BillingInterval;
}

/** Months in which twelve months' worth is `perYear` intervals: 365 days, 52 weeks, 12 months, 4 quarters, 1 year. */
const perYear: Record<BillingInterval, number> = { day: 365, week: 52, month: 12, quarter: 4, year: 1 };

export interface RecurringRevenue {
  /** Whole minor units, halves away from zero. */
  mrr: number;
  /** Exactly 12 × the unrounded MRR. */
  arr: number;
  byPlan: Record<string, number>;
  subscriptions: number;
  /** MRR per counted subscription; null when there is none. */
  averagePerSubscription: number | null;
}

/**
 * Counts subscriptions that are active or past due (still billed); trials, paused and cancelled ones bring nothing
 * (ChartMogul's definition of MRR). Sums are exact in twelfths and rounded once each.
 */
export function recurringRevenue(subscriptions: readonly Subscription[]): RecurringRevenue {
  const counted = subscriptions.filter(({ status }) => status === "active" || status === "past_due");
  const yearly = (of: readonly Subscription[]) => of.reduce((sum, { amount, interval }) => sum + amount * perYear[interval], 0);
  const monthly = (of: readonly Subscription[], share = 1) => Number(divideRounded(BigInt(yearly(of)), BigInt(12 * share)));
  const plans = [...new Set(counted.map(({ plan }) => plan))];
  return {
    mrr: monthly(counted),
    arr: yearly(counted),
    byPlan: Object.fromEntries(plans.map((plan) => [plan, monthly(counted.filter((subscription) => subscription.plan === plan))])),
    subscriptions: counted.length,
    averagePerSubscription: counted.length === 0 ? null : monthly(counted, counted.length),
  };
}
