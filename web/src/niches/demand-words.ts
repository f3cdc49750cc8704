/** Demand in words: the class, the trend and the speed of the latest quarter, none without its interval. */
import type { Demand, DemandClass, DemandTrend, DemandVelocity } from "../../../contracts/services/niche-analysis.ts";
import { count, figure, percent, plural, range } from "../interface/formats.ts";

export const demandTitles: Record<DemandClass, string> = {
  rising: "rising",
  falling: "falling",
  "no-trend": "no trend",
  "too-short": "too few months",
  "too-few": "too few dated texts",
};

/** Why there is no trend to show. */
export function whyUnknown({ class: kind, n, counts, undated, outside }: Demand): string {
  const seen = `${count(n)} counted in ${plural(counts.length, "whole month")}`;
  const left = `${plural(undated, "text")} without a date, ${count(outside)} outside the whole months`;
  return kind === "too-few"
    ? `A trend needs at least 20 dated texts in whole months; there are ${seen} (${left}).`
    : `A trend needs at least eight whole months; there are ${seen} (${left}).`;
}

export function trendInWords(kind: DemandClass, trend: DemandTrend, unit: string): string {
  const { yearly, slope, low, high, p, adjustedP = p } = trend;
  const interval = `${signed(slope)} ${unit} a month each month (${range(low, high, signed)})`;
  const chance = `p ${adjustedP < 0.001 ? "< 0.001" : figure(Number(adjustedP.toPrecision(2)))}`;
  if (kind === "no-trend") return `No trend that could be told from chance: ${interval}, ${chance}.`;
  const year = `${signedPercent(yearly.value)} a year, 95 % interval ${range(yearly.low, yearly.high, signedPercent)}`;
  return `${kind === "rising" ? "Rising" : "Falling"}: ${year}; ${interval}, ${chance}.`;
}

export function velocityInWords({ ratio, low, high, recent, before }: DemandVelocity): string {
  const counted = `${count(recent.count)} in ${recent.months} months, ${count(before.count)} in the ${before.months} before`;
  if (ratio === null) return `New in the last quarter: ${counted}.`;
  const limits = high === null ? `at least ${times(low)}` : `95 % interval ${range(low, high, times)}`;
  return `Last quarter: ${times(ratio)} times the rate of the year before, ${limits} (${counted}).`;
}

/** Three digits: whether an interval reaches 1 must be seen. */
function times(ratio: number): string {
  return figure(Number(ratio.toPrecision(3)));
}

function twoDigits(value: number): number {
  return Number(value.toPrecision(2));
}

function signed(value: number): string {
  const text = figure(twoDigits(value));
  return value > 0 ? `+${text}` : text;
}

function signedPercent(share: number): string {
  return share > 0 ? `+${percent(share)}` : percent(share);
}
