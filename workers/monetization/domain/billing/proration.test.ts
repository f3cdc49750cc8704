import { expect, test } from "vitest";
import { prorate } from "./proration.ts";

// golden.json, area billing: plan change on 2023-06-15, monthly period from 2023-06-01. In cents here.
const change = { oldPrice: 2000, newPrice: 1000, periodStart: "2023-06-01", interval: "month", changeOn: "2023-06-15" } as const;
const prorated = (changes: Partial<Parameters<typeof prorate>[0]> = {}) => {
  const result = prorate({ ...change, ...changes });
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
};

test("B10: from 20 to 10 after 14 of 30 days refunds 5.3333", () => {
  const { action, exactAmount, amount, daysUsed, daysRemaining } = prorated();
  expect([action, daysUsed, daysRemaining, amount]).toEqual(["refund", 14, 16, 533]);
  expect(exactAmount / 100).toBeCloseTo(5.3333, 4);
});

test("B11: from 20 to 0 refunds 10.6667", () => {
  const { action, exactAmount, amount } = prorated({ newPrice: 0 });
  expect([action, amount]).toEqual(["refund", 1067]);
  expect(exactAmount / 100).toBeCloseTo(10.6667, 4);
});

test("from 10 to 30 after exactly 10 of 30 days charges 13.33, not the predecessor's truncated 12.67", () => {
  expect(prorated({ oldPrice: 1000, newPrice: 3000, changeOn: "2023-06-11" })).toMatchObject({
    action: "charge",
    amount: 1333,
    daysUsed: 10,
  });
});

test("an upgrade and the downgrade of the same day cancel out", () => {
  const [up, down] = [prorated({ oldPrice: 1000, newPrice: 2777 }), prorated({ oldPrice: 2777, newPrice: 1000 })];
  expect([up.action, down.action, up.amount]).toEqual(["charge", "refund", down.amount]);
});

test("the same price owes nothing; a change on the first day owes the whole difference", () => {
  expect(prorated({ newPrice: 2000 })).toMatchObject({ action: "none", amount: 0 });
  expect(prorated({ changeOn: "2023-06-01" }).amount).toBe(1000);
});

test("refuses a day that is not in the period or not in the calendar", () => {
  for (const changeOn of ["2023-05-31", "2023-07-01", "2023-06-31", "soon"]) {
    const result = prorate({ ...change, changeOn });
    expect(result.ok ? "ok" : result.error.code).toBe("invalid_input");
  }
});
