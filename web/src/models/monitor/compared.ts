/** Two versions put side by side: each figure, its difference, and what the interval allows to say. */
import type * as z from "zod";
import type { Comparison, Figures, intervalSchema } from "../../../../contracts/services/model-monitor.ts";
import { percentiles } from "../model-views.ts";

export type Interval = z.infer<typeof intervalSchema>;
export type Measure = "share" | "milliseconds";

export interface ComparedRow {
  name: string;
  measure: Measure;
  baseline: number | null;
  candidate: number | null;
  /** Candidate less baseline; null where too few calls were made. */
  difference: Interval | null;
}

/** Failures first, then times, then waits. Less is better in every row. */
export function comparedRows({ baseline, candidate, difference }: Comparison): ComparedRow[] {
  const times = (name: string, of: (figures: Figures) => Figures["latencyMs"], differences: Comparison["difference"]["latencyMs"]) =>
    percentiles.map((percentile): ComparedRow => ({
      name: `${name}, ${percentile}`,
      measure: "milliseconds",
      baseline: of(baseline)?.[percentile] ?? null,
      candidate: of(candidate)?.[percentile] ?? null,
      difference: differences[percentile],
    }));
  return [
    { name: "Failed", measure: "share", baseline: baseline.errorRate, candidate: candidate.errorRate, difference: difference.errorRate },
    ...times("Time to the answer", ({ latencyMs }) => latencyMs, difference.latencyMs),
    ...times("Wait in the queue", ({ queueMs }) => queueMs, difference.queueMs),
  ];
}

export type Verdict = "unknown" | "no-difference" | "candidate-better" | "candidate-worse";

/** What the interval says. One that holds 0 shows no difference: that is not the same as being equal. */
export function verdictOn(difference: Interval | null): Verdict {
  if (difference === null) return "unknown";
  if (difference.low <= 0 && difference.high >= 0) return "no-difference";
  return difference.high < 0 ? "candidate-better" : "candidate-worse";
}

/** How far an axis must reach for every interval of this measure; at least a little, so that zero has two sides. */
export function reachOf(rows: readonly ComparedRow[], measure: Measure): number {
  const ends = rows.flatMap((row) =>
    row.measure === measure && row.difference ? [Math.abs(row.difference.low), Math.abs(row.difference.high)] : [],
  );
  return Math.max(measure === "share" ? 0.01 : 1, ...ends);
}
