/** Money: integer minor units and an ISO 4217 currency. No arithmetic on floats ever crosses a service. */
import * as z from "zod";

/** Decimal digits of the minor unit (ISO 4217) of the currencies we price in. */
const minorDigits = { USD: 2, EUR: 2, GBP: 2, CHF: 2, JPY: 0 } as const;
export type Currency = keyof typeof minorDigits;

export const currencySchema = z.enum(Object.keys(minorDigits) as [Currency, ...Currency[]]);
export const moneySchema = z.object({ minor: z.int(), currency: currencySchema });
export type Money = z.infer<typeof moneySchema>;

/** An amount of more minor units than a number holds exactly. */
export class AmountTooLarge extends RangeError {
  constructor(minor: number) {
    super(`an amount of ${minor} minor units cannot be exact`);
    this.name = "AmountTooLarge";
  }
}

/**
 * `money(1999, "USD")` is 19.99 dollars. Throws on a fraction of a minor unit: round before, and say how; and `AmountTooLarge` beyond 2⁵³, where whole units
 * are no longer told apart.
 */
export function money(minor: number, currency: Currency): Money {
  if (Math.abs(minor) > Number.MAX_SAFE_INTEGER) throw new AmountTooLarge(minor);
  if (!Number.isSafeInteger(minor)) throw new RangeError(`money needs whole minor units, got ${minor}`);
  return { minor, currency };
}

/** Rounds half away from zero to the minor unit. */
export function toMinor(major: number, currency: Currency): number {
  const scaled = major * 10 ** minorDigits[currency];
  // Adding 0 turns -0, which would be shown as "-$0.00", into 0.
  return Math.sign(scaled) * Math.round(Math.abs(scaled) + 1e-9) + 0;
}

export function toMajor({ minor, currency }: Money): number {
  return minor / 10 ** minorDigits[currency];
}

/** `formatMoney(money(199900, "USD"))` → "$1,999.00". */
export function formatMoney(value: Money, locale = "en-US"): string {
  return new Intl.NumberFormat(locale, { style: "currency", currency: value.currency }).format(toMajor(value));
}

/** The same rounded to whole units, for large and uncertain amounts: 199999 cents are "$2,000". `minor` need not be whole. */
export function formatWholeMoney(value: Money, locale = "en-US"): string {
  return new Intl.NumberFormat(locale, { style: "currency", currency: value.currency, maximumFractionDigits: 0 }).format(toMajor(value));
}
