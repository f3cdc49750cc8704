import { expect, test } from "vitest";
import { decimal } from "./decimal.ts";
import { invoiceTotals, type Invoice } from "./invoice.ts";

// golden.json B13: 2 × 10 less 5 at 10 % tax; 1 × 30 at 20 %; fee 5; fee 10 % of the subtotal; payment 20. In cents here.
const b13: Invoice = {
  lines: [
    { quantity: decimal("2"), unitPrice: 1000, discount: 500, taxRate: decimal("0.1") },
    { quantity: decimal("1"), unitPrice: 3000, discount: 0, taxRate: decimal("0.2") },
  ],
  fees: [
    { kind: "fixed", minor: 500 },
    { kind: "share", share: decimal("0.1") },
  ],
  payments: [2000],
};

test("B13: subtotal 50, discount 5, taxable 45, tax 7.50, fees 10, total 62.50, balance 42.50, partially paid", () => {
  expect(invoiceTotals(b13)).toEqual({
    subtotal: 5000,
    discount: 500,
    taxable: 4500,
    tax: 750,
    fees: 1000,
    total: 6250,
    paid: 2000,
    balance: 4250,
    status: "partially_paid",
  });
});

test("an invoice is pending until something, and paid once everything, is paid", () => {
  expect(invoiceTotals({ ...b13, payments: [] }).status).toBe("pending");
  expect(invoiceTotals({ ...b13, payments: [2000, 4250] })).toMatchObject({ balance: 0, status: "paid" });
  expect(invoiceTotals({ ...b13, payments: [7000] })).toMatchObject({ balance: -750, status: "paid" });
});

test("tax is rounded per line", () => {
  const line = { quantity: decimal("1"), unitPrice: 5, discount: 0, taxRate: decimal("0.1") };
  expect(invoiceTotals({ lines: [line, line, line], fees: [], payments: [] }).tax).toBe(3); // 0.5 → 1, three times
});

test("a discount takes its line to zero at most", () => {
  const [line] = b13.lines;
  expect(invoiceTotals({ lines: line ? [{ ...line, discount: 9900 }] : [], fees: [], payments: [] })).toMatchObject({
    discount: 2000,
    tax: 0,
    total: 0,
    status: "paid",
  });
});
