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
