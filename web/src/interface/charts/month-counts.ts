/** Geometry of a chart of monthly counts: a bar for each month, the trend through them, how far it may lean either way, and the months ahead. */
import { linearScale, niceTicks } from "./axis.ts";

export interface Trend {
  /** Height of the line in the first month. */
  start: number;
  /** Change a month, and its interval. */
  slope: number;
  low: number;
  high: number;
}

/** Months after the counted ones, with what is expected in them and the limits around it. */
export interface Ahead {
  mean: readonly number[];
  low: readonly number[];
  high: readonly number[];
  inner: { low: readonly number[]; high: readonly number[] };
}

export interface MonthCounts {
  /** `2025-03` */
  from: string;
  counts: readonly number[];
  trend?: Trend | undefined;
  ahead?: Ahead | undefined;
  /** Month at whose beginning the level changed, `2025-03`. */
  changed?: string | undefined;
}

export interface MonthDrawing {
  plot: { left: number; right: number; top: number; bottom: number };
  bars: { month: string; count: number; x: number; y: number; width: number; height: number }[];
  /** SVG path data; absent without a trend. */
  line?: string;
  /** The band between the steepest and the flattest trend, both turned about the middle of the months. */
  lean?: string;
  /** What is expected of the months ahead, and the ranges around it; absent without a forecast. */
  fan?: { wide: string; narrow: string; mean: string };
  /** Where the level changed. */
  changeX?: number;
  yTicks: { value: number; y: number }[];
  xTicks: { label: string; x: number }[];
  /** Middle of a month, counted or ahead, by its place. */
  xOf: (month: number) => number;
}

const margin = { left: 44, right: 8, top: 10, bottom: 28 };

/** Lays the months out on `width` × `height` pixels; the axis starts at 0. At least one month. */
export function layOutMonths({ from, counts, trend, ahead, changed }: MonthCounts, width: number, height: number): MonthDrawing {
  const plot = { left: margin.left, right: width - margin.right, top: margin.top, bottom: height - margin.bottom };
  const last = counts.length - 1;
  const heightOf = (slope: number, month: number) => (trend ? trend.start + trend.slope * (last / 2) + slope * (month - last / 2) : 0);
  const ends = trend ? [trend.low, trend.slope, trend.high].flatMap((slope) => [heightOf(slope, 0), heightOf(slope, last)]) : [];
  const all = counts.length + (ahead?.mean.length ?? 0);
  const yTicks = niceTicks(Math.max(...counts, ...ends, ...(ahead?.high ?? [])), height < 120 ? 2 : 4);
  const y = linearScale([0, yTicks.at(-1) ?? 1], [plot.bottom, plot.top]);
  const step = (plot.right - plot.left) / all;
  const middle = (month: number) => plot.left + (month + 0.5) * step;
  const place = (slope: number, month: number) => {
    // A line through counts may leave the ground; the drawing does not.
    return `${rounded(middle(month))} ${rounded(inside(y(heightOf(slope, month))))}`;
  };
  const inside = (at: number) => Math.min(plot.bottom, Math.max(plot.top, at));
  const places = (values: readonly number[]) =>
    values.map((value, i) => `${rounded(middle(counts.length + i))} ${rounded(inside(y(value)))}`);
  const band = ({ low, high }: { low: readonly number[]; high: readonly number[] }) =>
    `M${[...places(high), ...places(low).toReversed()].join("L")}Z`;
  const change = changed === undefined ? undefined : Array.from(counts.keys()).find((month) => monthAfter(from, month) === changed);
  return {
    plot,
    bars: counts.map((count, i) => ({
      month: monthAfter(from, i),
      count,
      x: rounded(plot.left + i * step + step * 0.1),
      y: rounded(y(count)),
      width: rounded(step * 0.8),
      height: rounded(plot.bottom - y(count)),
    })),
    ...(trend && {
      line: `M${place(trend.slope, 0)}L${place(trend.slope, last)}`,
      lean: `M${place(trend.high, 0)}L${place(trend.high, last)}L${place(trend.low, last)}L${place(trend.low, 0)}Z`,
    }),
    ...(ahead && { fan: { wide: band(ahead), narrow: band(ahead.inner), mean: `M${places(ahead.mean).join("L")}` } }),
    ...(change !== undefined && { changeX: rounded(plot.left + change * step) }),
    xOf: middle,
    yTicks: yTicks.map((value) => ({ value, y: y(value) })),
    xTicks: labelled(all, width < 480 ? 4 : 8).map((month) => ({ label: monthAfter(from, month), x: middle(month) })),
  };
}

/** `monthAfter("2024-11", 3)` → "2025-02" */
export function monthAfter(from: string, months: number): string {
  const [year = 0, month = 1] = from.split("-").map(Number);
  const total = year * 12 + month - 1 + months;
  return `${Math.floor(total / 12)}-${String((total % 12) + 1).padStart(2, "0")}`;
}

/** Every month, or every 2nd, 3rd, 6th, 12th … so that at most `wanted` are labelled. */
function labelled(months: number, wanted: number): number[] {
  const step = [1, 2, 3, 6, 12, 24].find((one) => months / one <= wanted) ?? 48;
  return Array.from({ length: Math.ceil(months / step) }, (_, i) => i * step);
}

/** A tenth of a pixel is finer than any screen. */
function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
