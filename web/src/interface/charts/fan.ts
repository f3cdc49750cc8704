/** Geometry of the fan chart: bands of quantiles over months, and lines through them. */
import { linearScale, monthTicks, niceTicks } from "./axis.ts";

export interface FanPoint {
  month: number;
  p5: number;
  p25: number;
  p50: number;
  p75: number;
  p95: number;
  /** The single-path series without chance. */
  deterministic: number;
}

export interface FanDrawing {
  width: number;
  height: number;
  plot: { left: number; right: number; top: number; bottom: number };
  /** SVG path data. */
  wide: string;
  narrow: string;
  median: string;
  deterministic: string;
  yTicks: { value: number; y: number }[];
  xTicks: { month: number; x: number }[];
  xOf: (month: number) => number;
  yOf: (value: number) => number;
}

const margin = { left: 72, right: 12, top: 12, bottom: 44 };

/** Lays `points` (in the order of their months) out on `width` × `height` pixels; the value axis starts at 0. */
export function layOutFan(points: readonly FanPoint[], width: number, height: number): FanDrawing {
  const plot = { left: margin.left, right: width - margin.right, top: margin.top, bottom: height - margin.bottom };
  const months = points.map(({ month }) => month);
  const highest = Math.max(0, ...points.flatMap(({ p95, deterministic }) => [p95, deterministic]));
  const ticks = niceTicks(highest, 5);
  const xOf = linearScale([Math.min(...months), Math.max(...months)], [plot.left, plot.right]);
  const yOf = linearScale([0, ticks.at(-1) ?? 1], [plot.bottom, plot.top]);
  const line = (of: (point: FanPoint) => number) => pathOf(points.map((point) => [xOf(point.month), yOf(of(point))]));
  const band = (low: (point: FanPoint) => number, high: (point: FanPoint) => number) => {
    const upper = points.map((point): Place => [xOf(point.month), yOf(high(point))]);
    const lower = points.map((point): Place => [xOf(point.month), yOf(low(point))]).toReversed();
    return `${pathOf([...upper, ...lower])}Z`;
  };
  return {
    width,
    height,
    plot,
    wide: band(
      ({ p5 }) => p5,
      ({ p95 }) => p95,
    ),
    narrow: band(
      ({ p25 }) => p25,
      ({ p75 }) => p75,
    ),
    median: line(({ p50 }) => p50),
    deterministic: line(({ deterministic }) => deterministic),
    yTicks: ticks.map((value) => ({ value, y: yOf(value) })),
    xTicks: monthTicks(Math.max(0, ...months), width < 480 ? 6 : 12).map((month) => ({ month, x: xOf(month) })),
    xOf,
    yOf,
  };
}

/** Index of the point whose month lies nearest to the place `x`. */
export function nearestMonth(points: readonly FanPoint[], { plot }: FanDrawing, x: number): number {
  if (points.length < 2) return 0;
  const share = (x - plot.left) / (plot.right - plot.left);
  return Math.max(0, Math.min(points.length - 1, Math.round(share * (points.length - 1))));
}

type Place = [x: number, y: number];

function pathOf(places: readonly Place[]): string {
  return places.map(([x, y], index) => `${index === 0 ? "M" : "L"}${rounded(x)} ${rounded(y)}`).join("");
}

/** A tenth of a pixel is finer than any screen. */
function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
