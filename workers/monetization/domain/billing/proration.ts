/** Changing a plan in the middle of a period: what is owed either way for the days that remain. */
import { err, ok, type Result } from "../../../../contracts/result.ts";
import { dateOf, dayOf, periodEnd, type BillingInterval } from "./calendar.ts";
import { divideRounded } from "./decimal.ts";

export interface PlanChange {
  /** Price of a period, minor units. */
  oldPrice: number;
  newPrice: number;
  /** "2023-06-01". */
  periodStart: string;
  interval: BillingInterval;
  /** First day on the new plan. */
  changeOn: string;
}

export interface Proration {
  action: "charge" | "refund" | "none";
  /** Whole minor units, halves away from zero; never negative. */
  amount: number;
  /** Before rounding, minor units. */
  exactAmount: number;
  daysUsed: number;
  daysRemaining: number;
  periodDays: number;
  periodEnd: string;
}

/**
 * (new − old) × remaining days / days of the period: a charge when the new plan is dearer, a refund when it is cheaper.
 * Upgrades and downgrades are treated alike. Fails with `invalid_input` when a date is not one or lies outside the period.
 */
export function prorate({ oldPrice, newPrice, periodStart, interval, changeOn }: PlanChange): Result<Proration> {
  const [start, change] = [dayOf(periodStart), dayOf(changeOn)];
  if (Number.isNaN(start) || Number.isNaN(change)) return err("invalid_input", "A date must be a day of the calendar such as 2023-06-15.");
  const end = periodEnd(start, interval);
  if (change < start || change >= end) {
    return err("invalid_input", `${changeOn} lies outside the period from ${periodStart} to ${dateOf(end)}.`, {
      fields: [{ path: "changeOn", message: "must lie in the period" }],
    });
  }
  const periodDays = end - start;
  const daysRemaining = end - change;
  const difference = newPrice - oldPrice;
  const owed = Math.abs(difference) * daysRemaining;
  return ok({
    action: difference > 0 ? "charge" : difference < 0 ? "refund" : "none",
    amount: Number(divideRounded(BigInt(owed), BigInt(periodDays))),
    exactAmount: owed / periodDays,
    daysUsed: change - start,
    daysRemaining,
    periodDays,
    periodEnd: dateOf(end),
  });
}
