import { expect, test } from "vitest";
import {
  churnRequestSchema,
  invoiceRequestSchema,
  profitRequestSchema,
  recurringRevenueRequestSchema,
  usageBillRequestSchema,
  type UsageBillRequest,
} from "../../../contracts/services/billing.ts";
import { sensitivityRequestSchema } from "../../../contracts/services/pricing.ts";
import { churnOf, invoiceTotalsOf, profitOf, recurringRevenueOf, sensitivityOf, usageBillOf } from "./calculators.ts";

const bill = (request: Omit<UsageBillRequest, "currency">) => {
  const result = usageBillOf(usageBillRequestSchema.parse({ currency: "USD", ...request }));
  return result.ok ? result.value : result.error;
};

/** Whether a graduated rule with these bands is valid. */
function withTiers(tiers: { upTo: string | null; rate: string }[]): boolean {
  return usageBillRequestSchema.safeParse({ currency: "USD", usage: {}, meters: [{ metric: "m", rule: { kind: "graduated", tiers } }] })
    .success;
}

test("every kind of rule is read as it was stated", () => {
  const tiers = [
    { upTo: "10", rate: "2" },
    { upTo: null, rate: "1" },
  ];
  const meters: UsageBillRequest["meters"] = [
    { metric: "flat", rule: { kind: "flat", amount: "7" } },
    { metric: "unit", rule: { kind: "per-unit", rate: "0.5", free: "4" } },
    { metric: "graduated", rule: { kind: "graduated", tiers } },
    { metric: "volume", rule: { kind: "volume", tiers } },
    { metric: "package", rule: { kind: "package", size: "5", price: "3" } },
    { metric: "overage", rule: { kind: "package", size: "5", price: "3", overageRate: "0.25" } },
    { metric: "limited", rule: { kind: "flat", amount: "7" }, maximum: 6 },
  ];
  const usage = Object.fromEntries(meters.map(({ metric }) => [metric, "12"]));
  expect(bill({ meters, usage, baseFee: 100 })).toMatchObject({
    lines: ["7", "4", "22", "12", "9", "6.5", "6"].map((amount, index) => ({ metric: meters[index]?.metric, quantity: "12", amount })),
    uncapped: "166.5",
    total: { minor: 167, currency: "USD" },
  });
});

test("bands must rise and only the last has no end", () => {
  expect(
    withTiers([
      { upTo: "10", rate: "1" },
      { upTo: null, rate: "2" },
    ]),
  ).toBe(true);
  expect(
    withTiers([
      { upTo: "10", rate: "1" },
      { upTo: "10", rate: "2" },
      { upTo: null, rate: "1" },
    ]),
  ).toBe(false);
  expect(
    withTiers([
      { upTo: null, rate: "1" },
      { upTo: null, rate: "2" },
    ]),
  ).toBe(false);
  expect(withTiers([{ upTo: "10", rate: "1" }])).toBe(false);
});

test("a sum beyond exact minor units is refused, not rounded", () => {
  expect(bill({ meters: [{ metric: "m", rule: { kind: "per-unit", rate: "999999999999999" } }], usage: { m: "999" } })).toMatchObject({
    code: "invalid_input",
  });
  const lines = [{ quantity: "999999999999999", unitPrice: 1_000_000 }];
  const invoice = invoiceTotalsOf(invoiceRequestSchema.parse({ currency: "USD", lines }));
  expect(invoice.ok ? "ok" : invoice.error.code).toBe("invalid_input");
});

test("money keeps the currency of the request", () => {
  const subscriptions = [{ plan: "basic", status: "active" as const, amount: 980 }];
  expect(recurringRevenueOf(recurringRevenueRequestSchema.parse({ currency: "JPY", subscriptions }))).toMatchObject({
    mrr: { minor: 980, currency: "JPY" },
    byPlan: { basic: { minor: 980, currency: "JPY" } },
    averagePerSubscription: { minor: 980, currency: "JPY" },
  });
});

test("a churn window that ends before it begins is refused, and offsets of time zones count", () => {
  const window = { from: "2023-06-01T00:00:00Z", to: "2023-07-01T00:00:00Z" };
  const backwards = churnOf(churnRequestSchema.parse({ from: window.to, to: window.from, subscriptions: [] }));
  expect(backwards.ok ? "ok" : backwards.error.fields?.[0]?.path).toBe("to");
  const subscriptions = [{ startedAt: "2023-01-01T00:00:00Z", endedAt: "2023-07-01T01:00:00+02:00" }];
  const churn = churnOf(churnRequestSchema.parse({ ...window, subscriptions }));
  expect(churn.ok && churn.value.lost).toBe(1); // 23:00 UTC on 30 June
});

test("the sensitivity table says which assumptions the caller stated", () => {
  const { assumptions } = sensitivityOf(
    sensitivityRequestSchema.parse({ currency: "USD", basePrice: 2000, marketSize: 100, elasticity: 0.8 }),
    new Set(["elasticity"]),
  );
  expect(assumptions.map(({ name, origin }) => [name, origin])).toEqual([
    ["elasticity", "stated"],
    ["shareAtPrice", "default"],
  ]);
});

/** Two tiers sold in a month, less `costs`. */
function month(costs: Record<string, number>) {
  return profitOf(
    profitRequestSchema.parse({
      currency: "EUR",
      tiers: [
        { id: "a", price: 999, users: 2 },
        { id: "b", price: 1000, users: 1 },
      ],
      costs,
    }),
  );
}

test("profit is revenue less costs, a loss when they exceed it; revenue per user is rounded", () => {
  expect(month({ support: 998 })).toMatchObject({
    ok: true,
    value: { totalRevenue: { minor: 2998, currency: "EUR" }, arpu: { minor: 999 }, profit: { minor: 2000 } },
  });
  expect(month({ support: 3000 })).toMatchObject({ ok: true, value: { profit: { minor: -2 } } });
});
