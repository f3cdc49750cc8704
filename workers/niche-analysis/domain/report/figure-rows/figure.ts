/** A figure as a row of a table: what it is, how far off it may be, how it came about, and what stands behind it. */
import type { Proportion } from "../../../../../contracts/services/niche-figures.ts";

export interface Subject {
  /** Of what kind the subject is: niche, factor, theme, segment, market. */
  about: string;
  id: string;
  label: string;
}

export interface Figure extends Subject {
  figure: string;
  value: string | number;
  low?: number | undefined;
  /** Absent beside `low`: without bound. */
  high?: number | undefined;
  /** Probability of the interval, or in words what the limits are; `none: …` says why there is no interval. */
  level: number | string;
  count?: number;
  n?: number | undefined;
  unit: string;
  basis?: string;
  method: string;
  /** Who published the method. */
  source: string;
  assumptions: readonly string[];
  /** `total`: how many there are, of which `ids` may be the first; undefined where the analysis did not keep it. */
  texts?: { ids: readonly string[]; total: number | undefined };
  rows?: { tableId: string; rows: readonly number[]; total: number };
}

export const ours = "this product";

/** A share with Wilson's interval. */
export function proportion({ value, low, high, count, n, method }: Proportion) {
  return { value, low, high, level: 0.95, count, n, method, source: "Wilson 1927" };
}

export function placed(ids: readonly string[], places: readonly number[]): string[] {
  return places.flatMap((place) => ids[place] ?? []);
}
