/**
 * Figures over time, a line for each series. It is read with a pointer, with the arrow keys (a slider to assistive technology, which speaks the time
 * and every figure), or as a table.
 */
import type { KeyboardEvent, PointerEvent } from "react";
import { instantRange } from "../formats.ts";
import { lineLook, LineSwatch } from "./line-look.tsx";
import { clockOffsetMs } from "./time-axis.ts";
import { TimeTable } from "./time-table.tsx";
import { layOutTimeLines, nearestTime } from "./time-lines.ts";
import { useWidth } from "./width.ts";

export interface TimeLine {
  /** Place among the lines of the legend, which decides its look. */
  index: number;
  name: string;
  values: readonly (number | null)[];
  /** The figure of the whole window, in words. */
  whole: string;
}

export interface TimeChartProps {
  title: string;
  /** Where each point begins, epoch milliseconds, evenly apart. */
  times: readonly number[];
  /** Width of a point. */
  stepMs: number;
  lines: readonly TimeLine[];
  format: (value: number) => string;
  /** Index of the time that is read; undefined: the whole window. Charts side by side share it. */
  looking: number | undefined;
  onLook: (index: number | undefined) => void;
}

const height = 170;

export function TimeChart({ title, times, stepMs, lines, format, looking, onLook }: TimeChartProps) {
  const [frame, width] = useWidth<HTMLDivElement>(480);
  const offsetMs = clockOffsetMs(times[0] ?? 0);
  const drawing = layOutTimeLines({ times, lines: lines.map(({ values }) => values), offsetMs }, width, height);
  const { plot } = drawing;
  const last = times.length - 1;
  const period = looking === undefined ? "whole window" : instantRange(times[looking] ?? 0, stepMs);
  const shown = (line: TimeLine) => (looking === undefined ? line.whole : said(line.values[looking] ?? null, format));
  const look = (event: PointerEvent<SVGSVGElement>) =>
    onLook(nearestTime(times.length, drawing, event.clientX - event.currentTarget.getBoundingClientRect().left));
  const step = (event: KeyboardEvent) => {
    const next = placeAfter(event.key, looking, last);
    if (next === undefined) return;
    event.preventDefault();
    onLook(next === "none" ? undefined : next);
  };
  return (
    <figure className="min-w-0 rounded-xl border border-line bg-surface p-4">
      <figcaption className="text-sm font-medium">{title}</figcaption>
      <p className="mt-1 flex min-h-10 flex-wrap content-start items-center gap-x-4 text-xs text-muted tabular-nums">
        <span>{period}</span>
        {lines.map((line) => (
          <span key={line.index} className="flex items-center gap-1.5 whitespace-nowrap text-ink">
            <LineSwatch index={line.index} />
            <span className="sr-only">{line.name}:</span>
            {shown(line)}
          </span>
        ))}
      </p>
      <div ref={frame} className="w-full">
        <svg
          width={width}
          height={height}
          role="slider"
          tabIndex={0}
          aria-label={`${title}, over time`}
          aria-valuemin={0}
          aria-valuemax={last}
          aria-valuenow={looking ?? last}
          aria-valuetext={`${period}: ${lines.map((line) => `${line.name} ${shown(line)}`).join(", ")}`}
          onPointerMove={look}
          onPointerDown={look}
          onPointerLeave={() => onLook(undefined)}
          onKeyDown={step}
          onBlur={() => onLook(undefined)}
          className="block touch-pan-y text-xs"
        >
          {drawing.yTicks.map(({ value, y }) => (
            <g key={value}>
              <line x1={plot.left} x2={plot.right} y1={y} y2={y} className="stroke-line" />
              <text x={plot.left - 8} y={y + 4} textAnchor="end" className="fill-muted tabular-nums">
                {format(value)}
              </text>
            </g>
          ))}
          {drawing.xTicks.map(({ label, x }) => (
            <text key={x} x={x} y={plot.bottom + 18} textAnchor="middle" className="fill-muted tabular-nums">
              {label}
            </text>
          ))}
          {looking !== undefined && (
            <line x1={drawing.xOf(looking)} x2={drawing.xOf(looking)} y1={plot.top} y2={plot.bottom} className="stroke-strong-line" />
          )}
          {lines.map(({ index, values }, place) => {
            const { stroke, fill, dashes } = lineLook(index);
            const value = looking === undefined ? null : (values[looking] ?? null);
            return (
              <g key={index}>
                <path
                  d={drawing.paths[place]}
                  className={stroke}
                  fill="none"
                  strokeWidth="2"
                  strokeLinecap="round"
                  strokeLinejoin="round"
                  strokeDasharray={dashes}
                />
                {drawing.dots[place]?.map(({ x, y }) => (
                  <circle key={x} cx={x} cy={y} r="2.5" className={fill} />
                ))}
                {value !== null && (
                  <circle
                    cx={drawing.xOf(looking ?? 0)}
                    cy={drawing.yOf(value)}
                    r="4"
                    className={`${fill} stroke-surface`}
                    strokeWidth="1.5"
                  />
                )}
              </g>
            );
          })}
        </svg>
      </div>
      <TimeTable title={title} times={times} stepMs={stepMs} lines={lines} format={format} />
    </figure>
  );
}

/** A figure in words; "–" where there is none. */
export function said(value: number | null, format: (value: number) => string): string {
  return value === null ? "–" : format(value);
}

/** Where a key leads: a place, none (the whole window), or undefined for keys that are not ours. */
export function placeAfter(key: string, looking: number | undefined, last: number): number | "none" | undefined {
  const from = looking ?? last;
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return looking === undefined ? last : Math.max(0, from - 1);
    case "ArrowRight":
    case "ArrowUp":
      return Math.min(last, from + 1);
    case "PageDown":
      return Math.max(0, from - 10);
    case "PageUp":
      return Math.min(last, from + 10);
    case "Home":
      return 0;
    case "End":
      return last;
    case "Escape":
      return "none";
    default:
      return undefined;
  }
}
