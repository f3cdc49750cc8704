/** A difference with its interval, on an axis with zero in the middle: on which side it lies, and whether it reaches over. */
import { linearScale } from "./axis.ts";
import { IntervalMark } from "./interval-mark.tsx";

interface DifferenceBarProps {
  value: number;
  low: number;
  high: number;
  /** The axis goes from less this to this. */
  reach: number;
  /** What a screen reader says. */
  label: string;
}

const width = 180;
const height = 22;

export function DifferenceBar({ value, low, high, reach, label }: DifferenceBarProps) {
  const x = linearScale([-reach, reach], [6, width - 6]);
  const middle = height / 2;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} className="inline-block h-auto w-44">
      <line x1={6} x2={width - 6} y1={middle} y2={middle} className="stroke-line" strokeWidth="1.5" />
      <line x1={x(0)} x2={x(0)} y1={2} y2={height - 2} className="stroke-strong-line" strokeWidth="1.5" />
      <IntervalMark low={x(low)} value={x(value)} high={x(high)} y={middle} />
    </svg>
  );
}
