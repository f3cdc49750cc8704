/** How many a month, with the trend through them and the range in which it lies. */
import { layOutMonths, type MonthCounts } from "./month-counts.ts";
import { useWidth } from "./width.ts";

interface MonthChartProps extends MonthCounts {
  /** What a screen reader says instead of the drawing. */
  label: string;
  /** What is counted: "authors". */
  unit: string;
}

export function MonthChart({ label, unit, ...months }: MonthChartProps) {
  const [frame, width] = useWidth<HTMLDivElement>(640);
  const height = 200;
  const { plot, bars, line, lean, yTicks, xTicks } = layOutMonths(months, width, height);
  return (
    <figure>
      <div ref={frame} className="w-full">
        <svg width={width} height={height} role="img" aria-label={label} className="block text-xs">
          {yTicks.map(({ value, y }) => (
            <g key={value}>
              <line x1={plot.left} x2={plot.right} y1={y} y2={y} className="stroke-line" />
              <text x={plot.left - 8} y={y + 4} textAnchor="end" className="fill-muted tabular-nums">
                {value}
              </text>
            </g>
          ))}
          {bars.map(({ month, count, ...place }) => (
            <rect key={month} {...place} className="fill-strong-line" opacity="0.6">
              <title>{`${month}: ${count}`}</title>
            </rect>
          ))}
          {lean !== undefined && <path d={lean} className="fill-accent" opacity="0.2" />}
          {line !== undefined && <path d={line} className="stroke-accent" fill="none" strokeWidth="2.5" />}
          {xTicks.map(({ label: month, x }) => (
            <text key={month} x={x} y={plot.bottom + 18} textAnchor="middle" className="fill-muted tabular-nums">
              {month}
            </text>
          ))}
        </svg>
      </div>
      <figcaption className="mt-1 text-xs text-muted">
        Bars: {unit} a month.{line !== undefined && " Line: the trend; around it, how far it may lean either way (95 %)."}
      </figcaption>
    </figure>
  );
}
