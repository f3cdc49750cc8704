/** A figure as a point with its interval on a fixed axis. */
import { linearScale } from "./axis.ts";
import { IntervalMark } from "./interval-mark.tsx";

interface IntervalBarProps {
  value: number;
  low: number;
  high: number;
  /** Ends of the axis. */
  from?: number;
  to?: number;
  /** What a screen reader says. */
  label: string;
  className?: string;
}

const width = 160;
const height = 22;
const quarters = [0, 0.25, 0.5, 0.75, 1];

export function IntervalBar({ value, low, high, from = 0, to = 1, label, className = "w-40" }: IntervalBarProps) {
  const x = linearScale([from, to], [6, width - 6]);
  const middle = height / 2;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} className={`inline-block h-auto ${className}`}>
      <line x1={x(from)} x2={x(to)} y1={middle} y2={middle} className="stroke-line" strokeWidth="1.5" />
      {quarters.map((share) => {
        const at = x(from + share * (to - from));
        return <line key={share} x1={at} x2={at} y1={middle - 4} y2={middle + 4} className="stroke-line" strokeWidth="1.5" />;
      })}
      <IntervalMark low={x(low)} value={x(value)} high={x(high)} y={middle} />
    </svg>
  );
}
