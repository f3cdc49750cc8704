import { expect, test } from "vitest";
import { recurringRevenue, type Subscription } from "./recurring.ts";

const monthly = (plan: string, amount: number): Subscription => ({ plan, status: "active", amount, interval: "month" });
// golden.json M01: active 10 + 50 + 200 + 50 monthly. In cents here.
const m01 = [monthly("basic", 1000), monthly("premium", 5000), monthly("enterprise", 20000), monthly("premium", 5000)];

test("M01: MRR 310, ARR 3,720, by plan 10 / 100 / 200", () => {
  expect(recurringRevenue(m01)).toMatchObject({ mrr: 31000, arr: 372000, byPlan: { basic: 1000, premium: 10000, enterprise: 20000 } });
});

test("trials, paused and cancelled subscriptions bring nothing; those past due still count", () => {
  const others = (["trial", "paused", "cancelled"] as const).map((status): Subscription => ({ ...monthly("basic", 1000), status }));
  expect(recurringRevenue([...m01, ...others]).mrr).toBe(31000);
  expect(recurringRevenue([...m01, { ...monthly("basic", 1000), status: "past_due" }]).mrr).toBe(32000);
});

test("a year counts a twelfth, a quarter a third, and rounding is once per sum", () => {
  const yearly: Subscription = { plan: "y", status: "active", amount: 10000, interval: "year" };
  expect(recurringRevenue([yearly])).toMatchObject({ mrr: 833, arr: 10000 }); // 833.33 a month, and no 9,996 a year
  expect(recurringRevenue([yearly, yearly, yearly])).toMatchObject({ mrr: 2500, arr: 30000, averagePerSubscription: 833 });
  expect(recurringRevenue([{ ...yearly, interval: "quarter", amount: 3000 }]).mrr).toBe(1000);
  expect(recurringRevenue([{ ...yearly, interval: "week", amount: 1200 }]).mrr).toBe(5200);
});

test("nothing active is zero, not a division by it", () => {
  expect(recurringRevenue([])).toEqual({ mrr: 0, arr: 0, byPlan: {}, subscriptions: 0, averagePerSubscription: null });
});
