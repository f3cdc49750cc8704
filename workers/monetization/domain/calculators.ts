/** The sums that are answered without storing anything: from a valid request to money. Pure. */
import { money, type Currency } from "../../../contracts/money.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import type * as billing from "../../../contracts/services/billing.ts";
import type { Sensitivity, SensitivityInput } from "../../../contracts/services/pricing.ts";
import { churnIn } from "./analytics/churn.ts";
import { profit, subscriptionRevenue } from "./analytics/profit.ts";
import { recurringRevenue } from "./analytics/recurring.ts";
import { decimal, formatDecimal } from "./billing/decimal.ts";
import { invoiceTotals } from "./billing/invoice.ts";
import { prorate } from "./billing/proration.ts";
import { readTariff, readUsage } from "./billing/tariff.ts";
import { usageBill } from "./billing/usage-bill.ts";
import { readEstimate } from "./estimate.ts";
import { analyseSensitivity } from "./pricing/sensitivity.ts";

/** `stated` names the fields that the caller gave. */
export function sensitivityOf(input: SensitivityInput, stated: ReadonlySet<string>): Sensitivity {
  const origin = (name: string) => (stated.has(name) ? ("stated" as const) : ("default" as const));
  return analyseSensitivity({
    ...input,
    elasticity: readEstimate(input.elasticity, {
      name: "elasticity",
      unit: "% buyers per % price",
      min: 0.01,
      max: 20,
      origin: origin("elasticity"),
    }),
    shareAtPrice: readEstimate(input.shareAtPrice, {
      name: "shareAtPrice",
      unit: "share of the market",
      min: 0.0001,
      max: 0.95,
      origin: origin("shareAtPrice"),
    }),
  });
}

export function usageBillOf(input: billing.UsageBillInput): Result<billing.UsageBill> {
  const { lines, uncapped, total } = usageBill(readTariff(input), readUsage(input));
  if (!Number.isSafeInteger(total)) return tooLarge("usage");
  return ok({
    lines: lines.map(({ metric, quantity, amount }) => ({ metric, quantity: formatDecimal(quantity), amount: formatDecimal(amount) })),
    uncapped: formatDecimal(uncapped),
    total: money(total, input.currency),
  });
}

export function prorationOf({ currency, ...change }: Parameters<typeof prorate>[0] & { currency: Currency }): Result<billing.Proration> {
  const prorated = prorate(change);
  return prorated.ok ? ok({ ...prorated.value, amount: money(prorated.value.amount, currency) }) : prorated;
}

export function invoiceTotalsOf({ currency, lines, fees, payments }: billing.InvoiceInput): Result<billing.InvoiceTotals> {
  const { status, ...amounts } = invoiceTotals({
    lines: lines.map(({ quantity, unitPrice, discount, taxRate }) => ({
      quantity: decimal(quantity),
      unitPrice,
      discount,
      taxRate: decimal(taxRate),
    })),
    fees: fees.map((fee) => (fee.kind === "fixed" ? fee : { kind: "share", share: decimal(fee.share) })),
    payments,
  });
  if (!Object.values(amounts).every(Number.isSafeInteger)) return tooLarge("lines");
  return ok({
    subtotal: money(amounts.subtotal, currency),
    discount: money(amounts.discount, currency),
    taxable: money(amounts.taxable, currency),
    tax: money(amounts.tax, currency),
    fees: money(amounts.fees, currency),
    total: money(amounts.total, currency),
    paid: money(amounts.paid, currency),
    balance: money(amounts.balance, currency),
    status,
  });
}

export function recurringRevenueOf({ currency, subscriptions }: billing.RecurringRevenueInput): billing.RecurringRevenue {
  const { mrr, arr, byPlan, averagePerSubscription, ...rest } = recurringRevenue(subscriptions);
  return {
    ...rest,
    mrr: money(mrr, currency),
    arr: money(arr, currency),
    byPlan: Object.fromEntries(Object.entries(byPlan).map(([plan, minor]) => [plan, money(minor, currency)])),
    averagePerSubscription: averagePerSubscription === null ? null : money(averagePerSubscription, currency),
  };
}

export function churnOf({ from, to, subscriptions }: billing.ChurnInput): Result<billing.Churn> {
  const [opened, closed] = [Date.parse(from), Date.parse(to)];
  if (opened >= closed)
    return err("invalid_input", "The window must end after it begins.", { fields: [{ path: "to", message: "must be after from" }] });
  const spans = subscriptions.map(({ startedAt, endedAt }) => ({
    startedAt: Date.parse(startedAt),
    endedAt: endedAt === null ? null : Date.parse(endedAt),
  }));
  return ok(churnIn(spans, opened, closed));
}

export function profitOf({ currency, tiers, costs }: billing.ProfitInput): Result<billing.Profit> {
  const { totalRevenue, totalUsers, arpu } = subscriptionRevenue(tiers);
  const result = profit(totalRevenue, costs);
  if (![totalRevenue, result.totalCosts, result.profit].every(Number.isSafeInteger)) return tooLarge("tiers");
  return ok({
    totalRevenue: money(totalRevenue, currency),
    totalUsers,
    arpu: arpu === null ? null : money(Math.round(arpu), currency),
    totalCosts: money(result.totalCosts, currency),
    profit: money(result.profit, currency),
    profitMargin: result.profitMargin,
  });
}

function tooLarge(path: string) {
  return err("invalid_input", "The sum is too large to be stated exactly in minor units.", {
    fields: [{ path, message: "gives a sum that is too large" }],
  });
}
