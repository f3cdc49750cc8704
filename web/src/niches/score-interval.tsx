/** An opportunity score with its interval, in figures and drawn. */
import { IntervalBar } from "../interface/charts/interval-bar.tsx";
import { range, score } from "../interface/formats.ts";

interface ScoreProps {
  value: number;
  low: number;
  high: number;
  /** What is scored, for screen readers. */
  what: string;
}

export function ScoreInterval({ value, low, high, what }: ScoreProps) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3">
      <IntervalBar
        value={value}
        low={low}
        high={high}
        label={`${what}: ${score(value)}, between ${range(low, high, score)}, from 0 to 1`}
      />
      <span className="whitespace-nowrap tabular-nums" aria-hidden="true">
        <span className="font-semibold">{score(value)}</span> <span className="text-muted">({range(low, high, score)})</span>
      </span>
    </span>
  );
}
