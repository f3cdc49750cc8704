/**
 * How many a month, with the trend through them and what is expected of the months ahead, each in its range. Read with a pointer, with the arrow
 * keys (a slider to assistive technology, which speaks the month and its figures), or as a table.
 */
import { useState, type KeyboardEvent, type PointerEvent } from "react";
import { count, figure, short } from "../formats.ts";
import { layOutMonths, monthAfter, type MonthCounts } from "./month-counts.ts";
import { monthInWords, monthLines } from "./month-words.ts";
import { placeAfter } from "./time-chart.tsx";
import { TimeTable } from "./time-table.tsx";
import { useWidth } from "./width.ts";

interface MonthChartProps extends MonthCounts {
  /** Names the chart. */
  title: string;
  /** What a screen reader says of the whole. */
  label: string;
  /** What is counted: "people". */
  unit: string;
  /** Lower, and without the key: one of many. */
  small?: boolean;
}

export function MonthChart({ title, label, unit, small = false, ...months }: MonthChartProps) {
  const [frame, width] = useWidth<HTMLDivElement>(small ? 300 : 640);
  const [looking, setLooking] = useState<number>();
  const height = small ? 96 : 220;
  const { plot, bars, line, lean, fan, changeX, yTicks, xTicks, xOf } = layOutMonths(months, width, height);
  const { from, counts, ahead } = months;
  const last = counts.length + (ahead?.mean.length ?? 0) - 1;
  const read = looking === undefined ? label : monthInWords(months, unit, looking);
  const look = (event: PointerEvent<SVGSVGElement>) => {
    const share = (event.clientX - event.currentTarget.getBoundingClientRect().left - plot.left) / (plot.right - plot.left);
    setLooking(Math.max(0, Math.min(last, Math.floor(share * (last + 1)))));
  };
  const step = (event: KeyboardEvent) => {
    const next = placeAfter(event.key, looking, last);
    if (next === undefined) return;
    event.preventDefault();
    setLooking(next === "none" ? undefined : next);
  };
  return (
    <figure>
      <div ref={frame} className="w-full">
        <svg
          width={width}
          height={height}
          role="slider"
          tabIndex={0}
          aria-label={`${title}, by month`}
          aria-valuemin={0}
          aria-valuemax={last}
          aria-valuenow={looking ?? last}
          aria-valuetext={read}
          onPointerMove={look}
          onPointerDown={look}
          onPointerLeave={() => setLooking(undefined)}
          onKeyDown={step}
          onBlur={() => setLooking(undefined)}
          className="block touch-pan-y text-xs"
        >
          {yTicks.map(({ value, y }) => (
            <g key={value}>
              <line x1={plot.left} x2={plot.right} y1={y} y2={y} className="stroke-line" />
              <text x={plot.left - 8} y={y + 4} textAnchor="end" className="fill-muted tabular-nums">
                {value < 10_000 ? figure(value) : short(value)}
              </text>
            </g>
          ))}
          {bars.map(({ month, count: _, ...place }, i) => (
            <rect key={month} {...place} className="fill-strong-line" opacity={i === looking ? 1 : 0.6} />
          ))}
          {lean !== undefined && <path d={lean} className="fill-accent" opacity="0.2" />}
          {line !== undefined && <path d={line} className="stroke-accent" fill="none" strokeWidth="2.5" />}
          {fan && (
            <g>
              <path d={fan.wide} className="fill-line-3" opacity="0.18" />
              <path d={fan.narrow} className="fill-line-3" opacity="0.3" />
              <path d={fan.mean} className="stroke-line-3" fill="none" strokeWidth="2.5" strokeDasharray="2 4" strokeLinecap="round" />
            </g>
          )}
          {changeX !== undefined && (
            <line x1={changeX} x2={changeX} y1={plot.top} y2={plot.bottom} className="stroke-ink" strokeWidth="1.5" strokeDasharray="6 4" />
          )}
          {looking !== undefined && (
            <line x1={xOf(looking)} x2={xOf(looking)} y1={plot.top} y2={plot.bottom} className="stroke-strong-line" />
          )}
          {xTicks.map(({ label: month, x }) => (
            <text key={month} x={x} y={plot.bottom + 18} textAnchor="middle" className="fill-muted tabular-nums">
              {month}
            </text>
          ))}
        </svg>
      </div>
      <figcaption className="mt-1 text-xs text-muted">
        <p className="min-h-8 tabular-nums sm:min-h-4">{looking === undefined ? `${count(counts.length)} months from ${from}.` : read}</p>
        {!small && (
          <p>
            Bars: {unit} a month.{line !== undefined && " Line: the trend; around it, how far it may lean either way (95 %)."}
            {fan && " Dots: what is expected; around it, the ranges of 80 % and 95 %."}
            {changeX !== undefined && " Dashes upright: where the level changed."}
          </p>
        )}
      </figcaption>
      <TimeTable
        title={title}
        times={Array.from({ length: last + 1 }, (_, month) => month)}
        stepMs={0}
        lines={monthLines(months, unit)}
        format={(value) => figure(Number(value.toPrecision(3)))}
        timeInWords={(month) => monthAfter(from, month)}
      />
    </figure>
  );
}
