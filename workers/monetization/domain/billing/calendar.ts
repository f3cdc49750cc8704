/** Billing periods by the calendar: whole days in UTC, months of their own length. */
import type { billingIntervals } from "../../../../contracts/services/billing.ts";

/** A day as days since 1970-01-01. */
export type Day = number;

const msPerDay = 86_400_000;

/** The day of "2023-06-15"; NaN when the calendar has no such day (31 June). */
export function dayOf(date: string): Day {
  const day = Date.parse(`${date}T00:00:00Z`) / msPerDay;
  return Number.isNaN(day) || dateOf(day) !== date ? Number.NaN : day;
}

export function dateOf(day: Day): string {
  return new Date(day * msPerDay).toISOString().slice(0, 10);
}

export type BillingInterval = (typeof billingIntervals)[number];

const monthsOf = { month: 1, quarter: 3, year: 12 } as const;

/** First day of the next period. A month that has no such day ends on its last: 31 January + 1 month = 28 or 29 February. */
export function periodEnd(start: Day, interval: BillingInterval): Day {
  if (interval === "day") return start + 1;
  if (interval === "week") return start + 7;
  const from = new Date(start * msPerDay);
  const month = from.getUTCMonth() + monthsOf[interval];
  const lastOfMonth = new Date(Date.UTC(from.getUTCFullYear(), month + 1, 0)).getUTCDate();
  return Date.UTC(from.getUTCFullYear(), month, Math.min(from.getUTCDate(), lastOfMonth)) / msPerDay;
}
