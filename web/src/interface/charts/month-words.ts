/** Months of a chart in words and as columns: counted ones with their trend, those ahead with their limits. */
import { counted, figure, range } from "../formats.ts";
import { monthAfter, type MonthCounts, type Trend } from "./month-counts.ts";
import type { TimeLine } from "./time-chart.tsx";

/** `2025-03: 12 people; trend 11 (9 to 14)`, or, ahead, `2026-01: expected 14 people, 80 % 10 to 18, 95 % 8 to 21`. */
export function monthInWords({ from, counts, trend, ahead, changed }: MonthCounts, unit: string, month: number): string {
  const name = monthAfter(from, month);
  const value = counts[month];
  if (value !== undefined) {
    const line = trend && trendAt(trend, counts.length, month);
    const through = line ? `; trend ${rounded(line.value)} (${range(line.low, line.high, rounded)})` : "";
    return `${name}: ${counted(value, unit)}${through}${name === changed ? "; a new level begins" : ""}`;
  }
  const at = (values: readonly number[] | undefined) => values?.[month - counts.length] ?? 0;
  const limits = (limit: { low: readonly number[]; high: readonly number[] } | undefined) =>
    range(at(limit?.low), at(limit?.high), rounded);
  return `${name}: expected ${rounded(at(ahead?.mean))} ${unit}, 80 % ${limits(ahead?.inner)}, 95 % ${limits(ahead)}`;
}

/** Columns of the table of a chart. */
export function monthLines({ counts, trend, ahead }: MonthCounts, unit: string): TimeLine[] {
  const later = ahead?.mean.map(() => null) ?? [];
  const before = counts.map(() => null);
  const lines = counts.map((_, month) => trend && trendAt(trend, counts.length, month));
  const line = (name: string, values: readonly (number | null)[]): Omit<TimeLine, "index"> => ({ name, values, whole: "" });
  const named = [
    line(unit, [...counts, ...later]),
    ...(trend
      ? [
          line("trend", [...lines.map((one) => one?.value ?? null), ...later]),
          line("trend, 95 % low", [...lines.map((one) => one?.low ?? null), ...later]),
          line("trend, 95 % high", [...lines.map((one) => one?.high ?? null), ...later]),
        ]
      : []),
    ...(ahead
      ? [
          line("expected", [...before, ...ahead.mean]),
          line("80 % low", [...before, ...ahead.inner.low]),
          line("80 % high", [...before, ...ahead.inner.high]),
          line("95 % low", [...before, ...ahead.low]),
          line("95 % high", [...before, ...ahead.high]),
        ]
      : []),
  ];
  return named.map((one, index) => ({ ...one, index }));
}

/** The line, and the range that it sweeps when it is turned about the middle of the months; never below zero. */
function trendAt({ start, slope, low, high }: Trend, months: number, month: number): { value: number; low: number; high: number } {
  const middle = (months - 1) / 2;
  const turned = (by: number) => Math.max(0, start + slope * middle + by * (month - middle));
  const [one, other] = [turned(low), turned(high)];
  return { value: Math.max(0, start + slope * month), low: Math.min(one, other), high: Math.max(one, other) };
}

function rounded(value: number): string {
  return figure(Number(value.toPrecision(3)));
}
