/** Demand in words: the class, the trend and the speed of the latest quarter, none without its interval. */
import type { Demand, DemandClass, DemandTrend, DemandVelocity } from "../../../contracts/services/niche-analysis.ts";
import { count, figure, percent, plural, range } from "../interface/formats.ts";
import { countedNames } from "./counted-words.ts";

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

/** `things`: what is counted, in its plural. */
export function trendInWords(kind: DemandClass, trend: DemandTrend, things: string): string {
  const { yearly, slope, low, high, p, adjustedP = p } = trend;
  const interval = `${signed(slope)} ${things} a month each month (${range(low, high, signed)})`;
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

/** Growth as a change a month, or nothing where it was not computed. */
export function growthInWords({ growth }: Demand): string | undefined {
  return growth && `Growth: ${growthWords({ value: growth.rate, low: growth.low, high: growth.high, n: growth.n })}.`;
}

/** "+1.2 % a month, 95 % interval +0.4 % to +2 %, over 24 months". */
export function growthWords({ value, low, high, n }: { value: number; low: number; high: number | null; n: number }): string {
  const limit = high === null ? "no upper limit" : signedShare(high);
  return `${signedShare(value)} a month, 95 % interval ${signedShare(low)} to ${limit}, over ${plural(n, "month")}`;
}

/** Where the level changed, or that no change can be told from chance. */
export function changeInWords({ changePoint, unit }: Demand): string | undefined {
  if (!changePoint) return undefined;
  const { month, before, after, n, adjustedP = changePoint.p, changed } = changePoint;
  const chance = `p ${adjustedP < 0.001 ? "< 0.001" : figure(Number(adjustedP.toPrecision(2)))}, ${plural(n, "month")}`;
  if (!changed) return `No change of level that could be told from chance (${chance}).`;
  return `The level changed in ${month}: ${times(before)} ${countedNames[unit]} a month before, ${times(after)} since (${chance}). A steady trend shows as such a change too.`;
}

export function seasonInWords({ season }: Demand): string | undefined {
  if (!season) return undefined;
  const { strength, trendStrength, n } = season;
  return `Strength of the season ${strength.toFixed(2)}, of the trend ${trendStrength.toFixed(2)} (0 none, 1 all; ${plural(n, "month")}).`;
}

/** What is expected, by which method, and how well that did on the past. */
export function forecastInWords({ forecast, unit }: Demand): string | undefined {
  if (!forecast) return undefined;
  const { mean, low, high, inner, method, test, n } = forecast;
  const total = mean.reduce((sum, value) => sum + value, 0) / mean.length;
  const [best] = test.methods;
  const end = mean.length - 1;
  const limits = (from: readonly number[], to: readonly number[]) => range(from[end] ?? 0, to[end] ?? 0, times);
  const tested = best
    ? ` In ${plural(test.origins, "test")} on its own past (${plural(n, "month")}) its error was ${times(best.mase)} of the naive one's (MASE${best.maseInterval ? `; ${range(best.maseInterval.low, best.maseInterval.high, times)} from test to test` : ""}), and the 95 % range held ${percent(best.coverage.value)} of the counts (${range(best.coverage.low, best.coverage.high, percent)}), the 80 % range ${percent(best.innerCoverage.value)}.`
    : "";
  const naive = method.includes("naive") ? " No method did better than repeating the past." : "";
  return `Next ${plural(mean.length, "month")}: ${times(total)} ${countedNames[unit]} a month on average; in the last of them 80 % range ${limits(inner.low, inner.high)}, 95 % range ${limits(low, high)}. Method: ${method}.${naive}${tested}`;
}

const figureNames = { growth: "Growth", "change-point": "Change of level", season: "Season", forecast: "Forecast" } as const;

/** What is not given, and why: one line a rule. */
export function absentInWords({ absent = [] }: Demand): string[] {
  const byRule = Map.groupBy(absent, ({ rule }) => rule);
  return Array.from(byRule, ([rule, figures]) => `${figures.map(({ figure: name }) => figureNames[name]).join(", ")}: not given. ${rule}`);
}

/** Shares far below a per cent matter here: a month's growth. */
function signedShare(share: number): string {
  const text = `${figure(Number((share * 100).toPrecision(2)))} %`;
  return share > 0 ? `+${text}` : text;
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
