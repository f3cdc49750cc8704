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
  /** SVG path data, one a line. A point between two gaps is a path of no length: round caps make it a dot. */
  paths: string[];
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
  let path = "";
  line.forEach((value, index) => {
    if (value === null) return;
    const place = `${rounded(xOf(index))} ${rounded(yOf(value))}`;
    const begins = (line[index - 1] ?? null) === null;
    const ends = (line[index + 1] ?? null) === null;
    path += begins ? `M${place}${ends ? "h0" : ""}` : `L${place}`;
  });
  return path;
}

/** A tenth of a pixel is finer than any screen. */
function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
