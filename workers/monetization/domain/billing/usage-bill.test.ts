import { expect, test } from "vitest";
import { decimal, formatDecimal, type Decimal } from "./decimal.ts";
import { usageBill, type Meter, type UsageTariff } from "./usage-bill.ts";

/**
 * golden.json B07 and B08 name usage and results, but not the tariff ("same" refers to a case that is not in the file). The
 * tariff here is worked out from the results: free tiers of 1,000 calls, 1 GB and 10 h at 0.001, 0.10 and 0.50 dollars with a
 * base of 10 give the uncapped 3,503.90 of B08 to the cent (10 + 1,999 + 499.90 + 995). Other tariffs could too.
 */
const meter = (metric: string, free: string, rate: string): Meter => ({
  metric,
  rule: { kind: "per-unit", free: decimal(free), rate: decimal(rate) },
  discounts: [],
  limits: { minimum: null, maximum: null },
});
const meters = [meter("api_calls", "1000", "0.1"), meter("storage_gb", "1", "10"), meter("compute_hours", "10", "50")];
const tariff: UsageTariff = { baseFee: decimal("1000"), meters, limits: { minimum: null, maximum: null } };
const usage = (calls: string, storage: string, hours: string): Map<string, Decimal> =>
  new Map([
    ["api_calls", decimal(calls)],
    ["storage_gb", decimal(storage)],
    ["compute_hours", decimal(hours)],
  ]);

test("B07 (tariff inferred): usage below the free tiers costs the base fee of 10.00", () => {
  expect(usageBill(tariff, usage("500", "0.5", "5")).total).toBe(1000);
});

test("B08 (tariff inferred): without a base fee a minimum charge of 5 is due", () => {
  expect(
    usageBill({ ...tariff, baseFee: decimal("0"), limits: { minimum: decimal("500"), maximum: null } }, usage("500", "0.5", "5")).total,
  ).toBe(500);
});

test("B08 (tariff inferred): 3,503.90 is cut to the maximum of 1,000.00", () => {
  const bill = usageBill({ ...tariff, limits: { minimum: null, maximum: decimal("100000") } }, usage("2000000", "5000", "2000"));
  expect(formatDecimal(bill.uncapped)).toBe("350390");
  expect(bill.total).toBe(100_000);
});

test("rounds once, at the end", () => {
  const thirds = [meter("a", "0", "0.4"), meter("b", "0", "0.4")];
  const bill = usageBill(
    { ...tariff, baseFee: decimal("0"), meters: thirds },
    new Map([
      ["a", decimal("1")],
      ["b", decimal("1")],
    ]),
  );
  expect(formatDecimal(bill.exact)).toBe("0.8");
  expect(bill.total).toBe(1); // each line alone would round to 0
});

test("a metric that was not used costs nothing", () => {
  const bill = usageBill(tariff, new Map());
  expect(bill.lines.map(({ metric, amount }) => [metric, formatDecimal(amount)])).toEqual([
    ["api_calls", "0"],
    ["storage_gb", "0"],
    ["compute_hours", "0"],
  ]);
});
