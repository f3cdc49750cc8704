/** What a group writes about, as sentences. Never a difference without how large and how sure it is. */
import type { Segment, SegmentTheme } from "../../../../contracts/services/niche-analysis.ts";
import { count, percent, range } from "../../interface/formats.ts";

export const kindWords: Record<Segment["kind"], string> = {
  value: "by what their file says",
  pair: "by two attributes",
  area: "by what they write about",
};

/** "48 % (39 % to 57 %; 54 of 112), others 21 % (…)": what the shares are. */
export function sharesInWords({ share, others }: Pick<SegmentTheme, "share" | "others">): string {
  return `${proportion(share)}; others ${proportion(others)}`;
}

function proportion({ value, low, high, count: k, n }: SegmentTheme["share"]): string {
  return `${percent(value)} (${range(low, high, percent)}; ${count(k)} of ${count(n)})`;
}

export function liftInWords({ value, low, high }: SegmentTheme["lift"]): string {
  const upper = high === null ? "without bound" : times(high);
  return value === null
    ? `none of the others; at least ${times(low)} times`
    : `${times(value)} times the others' share (${times(low)} to ${upper})`;
}

export function surenessInWords({ difference, adjustedP }: Pick<SegmentTheme, "difference" | "adjustedP">): string {
  const p = adjustedP < 0.001 ? "below 0.001" : adjustedP.toFixed(3);
  return difference === "same" ? `no difference could be told (adjusted p ${p})` : `adjusted p ${p}`;
}

function times(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(1);
}
