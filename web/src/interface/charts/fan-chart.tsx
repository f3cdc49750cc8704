/** Revenue over months: what half and nine tenths of the simulated futures span, their median, and the series without chance. */
import { useState, type PointerEvent, type ReactNode } from "react";
import { layOutFan, nearestMonth, type FanPoint } from "./fan.ts";
import { useWidth } from "./width.ts";

interface FanChartProps {
  points: readonly FanPoint[];
  /** What a screen reader says instead of the drawing. */
  label: string;
  yLabel: string;
  /** For axis labels, short. */
  formatTick: (value: number) => string;
  /** For the readout. */
  formatValue: (value: number) => string;
}

export function FanChart({ points, label, yLabel, formatTick, formatValue }: FanChartProps) {
  const [frame, width] = useWidth<HTMLDivElement>(640);
  const [looking, setLooking] = useState<number>();
  const drawing = layOutFan(points, width, width < 480 ? 280 : 360);
  const { plot, height } = drawing;
  const point = looking === undefined ? undefined : points[looking];
  const look = (event: PointerEvent<SVGSVGElement>) =>
    setLooking(nearestMonth(points, drawing, event.clientX - event.currentTarget.getBoundingClientRect().left));
  return (
    <figure>
      <div ref={frame} className="w-full">
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={label}
          onPointerMove={look}
          onPointerDown={look}
          onPointerLeave={() => setLooking(undefined)}
          className="block touch-pan-y text-xs"
        >
          {drawing.yTicks.map(({ value, y }) => (
            <g key={value}>
              <line x1={plot.left} x2={plot.right} y1={y} y2={y} className="stroke-line" />
              <text x={plot.left - 8} y={y + 4} textAnchor="end" className="fill-muted tabular-nums">
                {formatTick(value)}
              </text>
            </g>
          ))}
          {drawing.xTicks.map(({ month, x }) => (
            <text key={month} x={x} y={plot.bottom + 18} textAnchor="middle" className="fill-muted tabular-nums">
              {month}
            </text>
          ))}
          <text x={(plot.left + plot.right) / 2} y={height - 6} textAnchor="middle" className="fill-muted">
            Month
          </text>
          <text transform={`translate(14 ${(plot.top + plot.bottom) / 2}) rotate(-90)`} textAnchor="middle" className="fill-muted">
            {yLabel}
          </text>
          <path d={drawing.wide} className="fill-accent" opacity="0.15" />
          <path d={drawing.narrow} className="fill-accent" opacity="0.28" />
          <path d={drawing.median} className="stroke-accent" fill="none" strokeWidth="2.5" strokeLinejoin="round" />
          <path d={drawing.deterministic} className="stroke-ink" fill="none" strokeWidth="1.5" strokeDasharray="5 4" />
          {point && (
            <g>
              <line
                x1={drawing.xOf(point.month)}
                x2={drawing.xOf(point.month)}
                y1={plot.top}
                y2={plot.bottom}
                className="stroke-strong-line"
              />
              <circle
                cx={drawing.xOf(point.month)}
                cy={drawing.yOf(point.p50)}
                r="4"
                className="fill-accent stroke-surface"
                strokeWidth="1.5"
              />
            </g>
          )}
        </svg>
      </div>
      <figcaption className="mt-2 space-y-1 text-sm text-muted">
        <div className="flex flex-wrap gap-x-5 gap-y-1">
          <Key drawn={<rect width="22" height="12" rx="2" className="fill-accent" opacity="0.15" />}>P5 to P95</Key>
          <Key drawn={<rect width="22" height="12" rx="2" className="fill-accent" opacity="0.43" />}>P25 to P75</Key>
          <Key drawn={<line x1="0" x2="22" y1="6" y2="6" className="stroke-accent" strokeWidth="2.5" />}>Median</Key>
          <Key drawn={<line x1="0" x2="22" y1="6" y2="6" className="stroke-ink" strokeWidth="1.5" strokeDasharray="5 4" />}>
            Without chance
          </Key>
        </div>
        <p className="min-h-10 tabular-nums sm:min-h-5">
          {point
            ? `Month ${point.month}: median ${formatValue(point.p50)}, half of the futures ${formatValue(point.p25)} to ${formatValue(point.p75)}, nine in ten ${formatValue(point.p5)} to ${formatValue(point.p95)}.`
            : "Point at the drawing to read a month; the table below has them all."}
        </p>
      </figcaption>
    </figure>
  );
}

function Key({ drawn, children }: { drawn: ReactNode; children: string }) {
  return (
    <span className="inline-flex items-center gap-2">
      <svg width="22" height="12" aria-hidden="true">
        {drawn}
      </svg>
      {children}
    </span>
  );
}
