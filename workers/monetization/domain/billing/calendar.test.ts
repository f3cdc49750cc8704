import { expect, test } from "vitest";
import { dateOf, dayOf, periodEnd, type BillingInterval } from "./calendar.ts";

const next = (start: string, interval: BillingInterval) => dateOf(periodEnd(dayOf(start), interval));

test("months have their own length, and end on their last day when they lack one", () => {
  expect(next("2023-06-01", "month")).toBe("2023-07-01");
  expect(next("2023-01-31", "month")).toBe("2023-02-28");
  expect(next("2024-01-31", "month")).toBe("2024-02-29");
  expect(next("2023-12-15", "month")).toBe("2024-01-15");
});

test("a year from 29 February ends on 28 February", () => {
  expect(next("2024-02-29", "year")).toBe("2025-02-28");
  expect(next("2023-11-30", "quarter")).toBe("2024-02-29");
});

test("days and weeks", () => {
  expect([next("2023-02-28", "day"), next("2023-02-28", "week")]).toEqual(["2023-03-01", "2023-03-07"]);
});

test("a day that the calendar does not have is not one", () => {
  expect([dayOf("2023-06-31"), dayOf("2023-02-29"), dayOf("soon")]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  expect(dateOf(dayOf("2024-02-29"))).toBe("2024-02-29");
});
