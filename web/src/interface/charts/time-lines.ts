/** Geometry of figures over time: one line for each series, broken where nothing is known. */
import { linearScale, niceTicks } from "./axis.ts";
import { timeTicks } from "./time-axis.ts";

export interface TimeLines {
  /** Where each point begins, epoch milliseconds, evenly apart. At least one. */
  times: readonly number[];
  /** As many figures a line as there are times; null where there is none. */
  lines: readonly (readonly (number | null)[])[];
  /** Of the reader's clock against UTC. */
  offsetMs: number;
}

export interface TimeDrawing {
  plot: { left: number; right: number; top: number; bottom: number };
  /** SVG path data, one a line. */
  paths: string[];
  /** Points between two gaps, through which no line goes; one list a line. */
  dots: { x: number; y: number }[][];
  yTicks: { value: number; y: number }[];
  xTicks: { label: string; x: number }[];
  xOf: (index: number) => number;
  yOf: (value: number) => number;
}

const margin = { left: 60, right: 14, top: 10, bottom: 26 };

/** Lays `lines` out on `width` × `height` pixels; the value axis starts at 0. */
export function layOutTimeLines({ times, lines, offsetMs }: TimeLines, width: number, height: number): TimeDrawing {
  const plot = { left: margin.left, right: width - margin.right, top: margin.top, bottom: height - margin.bottom };
  const yTicks = niceTicks(Math.max(0, ...lines.map((line) => line.reduce<number>((most, value) => Math.max(most, value ?? 0), 0))), 4);
  const xOf = linearScale([0, times.length - 1], [plot.left, plot.right]);
  const yOf = linearScale([0, yTicks.at(-1) ?? 1], [plot.bottom, plot.top]);
  const [from = 0, until = from] = [times[0], times.at(-1)];
  const xOfTime = linearScale([from, until], [plot.left, plot.right]);
  return {
    plot,
    paths: lines.map((line) => pathOf(line, xOf, yOf)),
    dots: lines.map((line) => lonely(line).map(([index, value]) => ({ x: xOf(index), y: yOf(value) }))),
    yTicks: yTicks.map((value) => ({ value, y: yOf(value) })),
    xTicks: timeTicks(from, until, width < 420 ? 3 : 6, offsetMs).map(({ at, label }) => ({ label, x: xOfTime(at) })),
    xOf,
    yOf,
  };
}

/** Index of the time that lies nearest to the place `x`. */
export function nearestTime(count: number, { plot }: TimeDrawing, x: number): number {
  const share = (x - plot.left) / (plot.right - plot.left);
  return Math.max(0, Math.min(count - 1, Math.round(share * (count - 1))));
}

function pathOf(line: readonly (number | null)[], xOf: (index: number) => number, yOf: (value: number) => number): string {
  const alone = new Set(lonely(line).map(([index]) => index));
  let path = "";
  line.forEach((value, index) => {
    if (value === null || alone.has(index)) return;
    path += `${isKnown(line, index - 1) ? "L" : "M"}${rounded(xOf(index))} ${rounded(yOf(value))}`;
  });
  return path;
}

/** Known points whose neighbours are not: their places and figures. */
function lonely(line: readonly (number | null)[]): [index: number, value: number][] {
  return line.flatMap((value, index): [number, number][] =>
    value === null || isKnown(line, index - 1) || isKnown(line, index + 1) ? [] : [[index, value]],
  );
}

function isKnown(line: readonly (number | null)[], index: number): boolean {
  return (line[index] ?? null) !== null;
}

/** A tenth of a pixel is finer than any screen. */
function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
