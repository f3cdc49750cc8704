/** The severity of a niche's problems with its interval, from the complaint scores of the texts in its themes. */
import { complaintThreshold } from "../complaint/score.ts";
import { bootstrapInterval } from "../intervals/bootstrap.ts";
import { problemSeverity, severityOf } from "./severity.ts";

/** A figure and the range in which it may lie; `basis` says whether evidence stands behind it. */
export interface SeverityEstimate {
  value: number;
  low: number;
  high: number;
  /** What the bootstrap drew, in words. */
  over?: string | undefined;
  basis: "evidence" | "unknown";
  /** Of the bootstrap: its quantiles at equal steps from least to largest. Absent where they were not kept. */
  quantiles?: readonly number[];
}

/** Without evidence any severity is possible. */
export const unknownSeverity: SeverityEstimate = { value: 0.5, low: 0, high: 1, basis: "unknown" };

/**
 * `themes[t]` are the rows of theme t, `scores` the complaint score of every row, `people` how many wrote each (default: one), `units` the rows
 * that are drawn together. The value is the mean severity of the theme that a writing belongs to; the interval is a bootstrap over the units in which shares, intensities and severities are
 * computed anew each time, so a theme near a cut-off widens it.
 */
export function estimateSeverity(
  themes: readonly (readonly number[])[],
  scores: ArrayLike<number>,
  units: readonly (readonly number[])[],
  seed: number,
  people?: ArrayLike<number>,
): SeverityEstimate {
  if (themes.length === 0) return unknownSeverity;
  const statistic = (times: (row: number) => number): number => {
    const figures = themes.map((rows) => {
      let [texts, complaints, strength] = [0, 0, 0];
      for (const row of rows) {
        const count = times(row);
        const score = scores[row] ?? 0;
        texts += count;
        if (score < complaintThreshold) continue;
        complaints += count;
        strength += count * score;
      }
      return { texts, severity: severityOf(complaints / Math.max(1, texts), strength / Math.max(1, complaints)) };
    });
    return problemSeverity(
      figures.map(({ severity }) => severity),
      figures.map(({ texts }) => texts),
    );
  };
  const value = statistic((row) => (people ? (people[row] ?? 0) : 1));
  const { low, high, quantiles } = bootstrapInterval(units, scores.length, (drawn) => statistic((row) => drawn[row] ?? 0), { seed });
  return { value, low: Math.min(low, value), high: Math.max(high, value), basis: "evidence", quantiles };
}
