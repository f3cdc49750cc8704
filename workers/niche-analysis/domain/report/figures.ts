/** Figures of a report in words. */
import type { Proportion } from "../../../../contracts/services/niche-figures.ts";

export function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}

/** "32 % (28 % to 37 %; 120 of 370)". */
export function withInterval({ value, low, high, count, n }: Proportion): string {
  return `${percent(value)} (${percent(low)} to ${percent(high)}; ${count} of ${n})`;
}

/** Two decimals. */
export function score(value: number): string {
  return value.toFixed(2);
}

/** "4 to 9", "4 to no bound". */
export function between(low: number, high: number | null, format: (value: number) => string): string {
  return `${format(low)} to ${high === null ? "no bound" : format(high)}`;
}

/** Whole from a hundred on, three digits below, with commas: "12,300", "4.57". */
export function amount(value: number): string {
  return value.toLocaleString("en-US", Math.abs(value) >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });
}

/** With a sign and two digits, since a month's change is small: "+0.82 %". */
export function change(share: number): string {
  return `${share > 0 ? "+" : ""}${Number((100 * share).toPrecision(2))} %`;
}

/** "p 0.032", "p below 0.001". */
export function chance(p: number): string {
  return p < 0.001 ? "p below 0.001" : `p ${Number(p.toPrecision(2))}`;
}

/** One decimal. */
export function tenths(value: number): string {
  return value.toFixed(1);
}

/** "Assumed: a; b." Nothing of nothing. */
export function assumed(assumptions: readonly string[]): string {
  return assumptions.length === 0 ? "" : `Assumed: ${assumptions.join("; ")}.`;
}

/** `plural(1, "text")` → "1 text", `plural(2, "text")` → "2 texts" */
export function plural(value: number, noun: string, many = `${noun}s`): string {
  return `${value} ${value === 1 ? noun : many}`;
}

/** Whom shares count: people where the source names them, else texts. `voicesOf(1, "authors")` → "1 person" */
export function voicesOf(value: number, unit: "authors" | "texts"): string {
  return unit === "authors" ? plural(value, "person", "people") : plural(value, "text");
}

/** How many authors or texts. */
export function countOf(value: number, unit: "authors" | "texts" | "searches"): string {
  return plural(value, { authors: "author", texts: "text", searches: "search" }[unit], unit);
}
