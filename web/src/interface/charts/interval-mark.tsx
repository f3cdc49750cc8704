/** An estimate and its interval, as they look in every drawing: a broad line with a dot. */

interface IntervalMarkProps {
  /** Places in the drawing: the interval from `low` to `high`, the estimate at `value`, all at the height `y`. */
  low: number;
  value: number;
  high: number;
  y: number;
}

export function IntervalMark({ low, value, high, y }: IntervalMarkProps) {
  return (
    <>
      <line x1={low} x2={high} y1={y} y2={y} className="stroke-accent" strokeWidth="7" strokeLinecap="round" opacity="0.35" />
      <circle cx={value} cy={y} r="5" className="fill-accent stroke-surface" strokeWidth="1.5" />
    </>
  );
}
