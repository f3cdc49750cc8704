/** Numbers as people and exporting programs write them into cells. */

/** Longer cells hold no number; what follows reads them more than once. */
const longest = 100;

const factors: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, b: 1e9 };

/**
 * The first number of a cell, without its currency, per cent or unit: `1,234.5`, `1 234,5`, `$9.99/mo`, `10K`, `75 %`. A separator that stands
 * more than once, or before exactly three digits, parts thousands; `decimalComma` (files whose cells are parted by semicolons) says that of the two
 * the comma is the decimal one. Undefined where there is no number.
 */
export function numberIn(cell: string, decimalComma: boolean): number | undefined {
  const found = /(-?)(\d[\d.,'’\u00a0\u202f ]*)\s*([kmb](?![a-z]))?/i.exec(cell.slice(0, longest));
  if (!found) return undefined;
  const [, sign = "", digits = "", factor = ""] = found;
  const compact = digits.replaceAll(/['’\u00a0\u202f ]/g, "").replace(/[.,]+$/, "");
  const value = Number(plain(compact, decimalComma));
  if (!Number.isFinite(value)) return undefined;
  return (sign === "" ? value : -value) * (factors[factor.toLowerCase()] ?? 1);
}

function plain(digits: string, decimalComma: boolean): string {
  const [commas, dots] = [",", "."].map((separator) => digits.split(separator).length - 1);
  if ((commas ?? 0) > 0 && (dots ?? 0) > 0)
    return digits.lastIndexOf(",") > digits.lastIndexOf(".") ? asDecimal(digits, ",") : asDecimal(digits, ".");
  const separator = (commas ?? 0) > 0 ? "," : ".";
  const count = Math.max(commas ?? 0, dots ?? 0);
  if (count === 0) return digits;
  const thousands = count > 1 || (/[.,]\d{3}$/.test(digits) && !/^0[.,]/.test(digits) && decimalComma === (separator === "."));
  return thousands ? digits.replaceAll(separator, "") : asDecimal(digits, separator);
}

function asDecimal(digits: string, separator: string): string {
  return digits.replaceAll(separator === "," ? "." : ",", "").replace(separator, ".");
}

/** Low and high of a cell such as `1K – 10K` or `100-1000`; undefined where it holds no two numbers. */
export function rangeIn(cell: string, decimalComma: boolean): { low: number; high: number } | undefined {
  const parts = cell.slice(0, longest).split(/\s*(?:[–—]|\bto\b|-)\s*/);
  if (parts.length !== 2) return undefined;
  const [low, high] = parts.map((part) => numberIn(part, decimalComma));
  return low !== undefined && high !== undefined && low >= 0 && high >= low ? { low, high } : undefined;
}
