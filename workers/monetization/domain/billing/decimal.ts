/** Exact decimals: prices per unit go below a minor unit, and quantities need not be whole. */
import { err, ok, type Result } from "../../../../contracts/result.ts";

/** `digits × 10^-scale`; never rounded until `roundToMinor`. */
export interface Decimal {
  digits: bigint;
  scale: number;
}

export const zero: Decimal = { digits: 0n, scale: 0 };

const pattern = /^(-?)(\d{1,18})(?:\.(\d{1,18}))?$/;

/** Reads "0.0008". Fails with `invalid_input` on anything but digits with an optional sign and point. */
export function readDecimal(text: string): Result<Decimal> {
  const match = pattern.exec(text);
  if (!match) return err("invalid_input", `"${text}" is not a decimal number such as 0.0008.`);
  const [, sign = "", whole = "", fraction = ""] = match;
  const digits = BigInt(whole + fraction);
  return ok({ digits: sign === "-" ? -digits : digits, scale: fraction.length });
}

/** A decimal literal of our own code or of validated input. Throws a RangeError on anything else. */
export function decimal(text: string): Decimal {
  const parsed = readDecimal(text);
  if (!parsed.ok) throw new RangeError(parsed.error.detail);
  return parsed.value;
}

export function wholeDecimal(value: number): Decimal {
  return { digits: BigInt(value), scale: 0 };
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { digits: atScale(a, scale) + atScale(b, scale), scale };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, { digits: -b.digits, scale: b.scale });
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, scale: a.scale + b.scale };
}

/** Below 0, 0 or above 0 as `a` is less than, equal to or greater than `b`. */
export function compare(a: Decimal, b: Decimal): number {
  const { digits } = subtract(a, b);
  return digits < 0n ? -1 : digits > 0n ? 1 : 0;
}

export function least(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) <= 0 ? a : b;
}

export function greatest(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) >= 0 ? a : b;
}

/** Whole packages of `size` that `quantity` fills, and what is left over. Both are zero or more, `size` is more than zero. */
export function divideWhole(quantity: Decimal, size: Decimal): { whole: Decimal; rest: Decimal } {
  const scale = Math.max(quantity.scale, size.scale);
  const [dividend, divisor] = [atScale(quantity, scale), atScale(size, scale)];
  return { whole: { digits: dividend / divisor, scale: 0 }, rest: { digits: dividend % divisor, scale } };
}

/** `numerator / denominator` to the nearest whole number, halves away from zero. The denominator is positive. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  return numerator < 0n ? -rounded : rounded;
}

/** An amount of minor units to whole ones, halves away from zero. */
export function roundToMinor(amount: Decimal): number {
  return Number(divideRounded(amount.digits, 10n ** BigInt(amount.scale)));
}

/** "78.2", without trailing zeros. */
export function formatDecimal({ digits, scale }: Decimal): string {
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
  const [whole, fraction] = [text.slice(0, text.length - scale), text.slice(text.length - scale).replace(/0+$/, "")];
  return `${digits < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

function atScale({ digits, scale }: Decimal, wanted: number): bigint {
  return digits * 10n ** BigInt(wanted - scale);
}
