/** Invoice sums: lines, discounts, tax, fees and what has been paid. */
import { multiply, roundToMinor, wholeDecimal, type Decimal } from "./decimal.ts";

export interface InvoiceLine {
  quantity: Decimal;
  /** Minor units. */
  unitPrice: number;
  /** Off this line before tax, minor units. */
  discount: number;
  /** 0.1 = 10 %. */
  taxRate: Decimal;
}

/** A fixed amount in minor units, or a share of the subtotal. */
export type InvoiceFee = { kind: "fixed"; minor: number } | { kind: "share"; share: Decimal };

export interface Invoice {
  lines: readonly InvoiceLine[];
  fees: readonly InvoiceFee[];
  /** Payments so far, minor units. */
  payments: readonly number[];
}

/** All in whole minor units. */
export interface InvoiceTotals {
  subtotal: number;
  discount: number;
  taxable: number;
  tax: number;
  fees: number;
  total: number;
  paid: number;
  /** Below zero when more was paid than asked. */
  balance: number;
  status: "pending" | "partially_paid" | "paid";
}

/**
 * Rounds halves away from zero once per line (its amount), once per line's tax and once per fee, so that what a reader adds
 * up by hand is what the invoice says. A discount takes a line to zero at most. Fees are not taxed, percentages are of the subtotal.
 */
export function invoiceTotals({ lines, fees, payments }: Invoice): InvoiceTotals {
  let [subtotal, discount, tax] = [0, 0, 0];
  for (const line of lines) {
    const amount = roundToMinor(multiply(line.quantity, wholeDecimal(line.unitPrice)));
    const off = Math.min(line.discount, amount);
    subtotal += amount;
    discount += off;
    tax += roundToMinor(multiply(wholeDecimal(amount - off), line.taxRate));
  }
  const feeSum = fees.reduce(
    (sum, fee) => sum + (fee.kind === "fixed" ? fee.minor : roundToMinor(multiply(wholeDecimal(subtotal), fee.share))),
    0,
  );
  const paid = payments.reduce((sum, payment) => sum + payment, 0);
  const total = subtotal - discount + tax + feeSum;
  const balance = total - paid;
  return { subtotal, discount, taxable: subtotal - discount, tax, fees: feeSum, total, paid, balance, status: statusOf(balance, paid) };
}

function statusOf(balance: number, paid: number): InvoiceTotals["status"] {
  if (balance <= 0) return "paid";
  return paid > 0 ? "partially_paid" : "pending";
}
