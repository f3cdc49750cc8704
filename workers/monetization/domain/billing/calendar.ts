/** Billing periods by the calendar: whole days in UTC, months of their own length. */

/** A day as days since 1970-01-01. */
export type Day = number;

const msPerDay = 86_400_000;

/** The day of "2023-06-15"; NaN when it is not a day. */
export function dayOf(date: string): Day {
  return Date.parse(`${date}T00:00:00Z`) / msPerDay;
}

export function dateOf(day: Day): string {
  return new Date(day * msPerDay).toISOString().slice(0, 10);
}

export const intervals = ["day", "week", "month", "quarter", "year"] as const;
export type BillingInterval = (typeof intervals)[number];

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
