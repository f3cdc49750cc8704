/** The severity of a niche's problems with its interval, from the complaint scores of the texts in its themes. */
import type { Factor } from "../../../../contracts/services/niche-opportunity.ts";
import { severities, type Severity, type Sureness } from "../../../../contracts/services/niche-themes.ts";
import { complaintThreshold } from "../complaint/score.ts";
import { bootstrapInterval, quantile } from "../intervals/bootstrap.ts";
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
  /** What it was computed from, by name. */
  evidence?: Factor["evidence"];
}

/** Without evidence any severity is possible. */
export const unknownSeverity: SeverityEstimate = { value: 0.5, low: 0, high: 1, basis: "unknown" };

/** Of each bootstrap. */
export const severitySamples = 400;
const methodOver = (units: string) => `95 % bootstrap over ${units}, shares and intensities computed anew each time`;
/** Resamples in which another severity has to come out for the label to be called near it. */
const nearShare = 0.1;

export interface SeverityEstimates {
  overall: SeverityEstimate;
  /** One for each theme, in the given order. */
  themes: Sureness[];
  /** What the bootstrap drew, in words. */
  over: string;
}

/**
 * `themes[t]` are the rows of theme t, `scores` the complaint score of every row, `people` how many wrote each (default: one), `units` the rows
 * that are drawn together, in words `over`. The value is the mean severity of the theme that a writing belongs to; the interval is a bootstrap over the
 * units in which shares, intensities and severities are computed anew each time, so a theme near a cut-off widens it, and is said to be near it.
 */
export function estimateSeverities(
  themes: readonly (readonly number[])[],
  scores: ArrayLike<number>,
  units: readonly (readonly number[])[],
  seed: number,
  { people, over = "authors" }: { people?: ArrayLike<number>; over?: string } = {},
): SeverityEstimates {
  if (themes.length === 0) return { overall: unknownSeverity, themes: [], over };
  const figuresOf = (times: (row: number) => number) =>
    themes.map((rows) => {
      let [texts, complaints, strength] = [0, 0, 0];
      for (const row of rows) {
        const count = times(row);
        const score = scores[row] ?? 0;
        texts += count;
        if (score < complaintThreshold) continue;
        complaints += count;
        strength += count * score;
      }
      const intensity = strength / Math.max(1, complaints);
      return { texts, complaints, intensity, severity: severityOf(complaints / Math.max(1, texts), intensity) };
    });
  const meanOf = (figures: ReturnType<typeof figuresOf>) =>
    problemSeverity(
      figures.map(({ severity }) => severity),
      figures.map(({ texts }) => texts),
    );
  const own = figuresOf((row) => people?.[row] ?? 1);
  const value = meanOf(own);
  const resampled = themes.map((): { intensities: number[]; severities: Severity[] } => ({ intensities: [], severities: [] }));
  const statistic = (drawn: Uint32Array) => {
    const figures = figuresOf((row) => drawn[row] ?? 0);
    figures.forEach(({ texts, complaints, intensity, severity }, theme) => {
      if (texts > 0) resampled[theme]?.severities.push(severity);
      if (complaints > 0) resampled[theme]?.intensities.push(intensity);
    });
    return meanOf(figures);
  };
  const { low, high, quantiles } = bootstrapInterval(units, scores.length, statistic, { seed, samples: severitySamples });
  return {
    overall: { value, low: Math.min(low, value), high: Math.max(high, value), basis: "evidence", over, quantiles },
    themes: own.map((figure, theme) => surenessOf(figure, resampled[theme] ?? { intensities: [], severities: [] }, over)),
    over,
  };
}

function surenessOf(
  { complaints, intensity, severity }: { complaints: number; intensity: number; severity: Severity },
  resampled: { intensities: number[]; severities: Severity[] },
  over: string,
): Sureness {
  const sorted = resampled.intensities.toSorted((a, b) => a - b);
  const [low, high] = sorted.length === 0 ? [0, 0] : [quantile(sorted, 0.025), quantile(sorted, 0.975)];
  const shares = severities.flatMap((one) => {
    const count = resampled.severities.filter((other) => other === one).length;
    return count === 0 ? [] : [[one, count / resampled.severities.length] as const];
  });
  const near = shares.filter(([one, share]) => one !== severity && share >= nearShare).toSorted(([, a], [, b]) => b - a)[0]?.[0];
  return {
    intensity: { low: Math.min(low, intensity), high: Math.max(high, intensity), n: complaints },
    severities: Object.fromEntries(shares),
    ...(near && { near }),
    samples: severitySamples,
    method: methodOver(over),
  };
}

/** What stands behind the severity: how many texts complain, each counted for everybody who wrote it, and the strongest of them. `rows`: those in themes. */
export function behindSeverity(
  rows: readonly number[],
  scores: ArrayLike<number>,
  { idAt, people, authors, over }: { idAt: (row: number) => string; people: ArrayLike<number>; authors: number; over: string },
): NonNullable<Factor["evidence"]> {
  const complaining = rows.filter((row) => (scores[row] ?? 0) >= complaintThreshold);
  const strongest = complaining.toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || (idAt(a) < idAt(b) ? -1 : 1));
  const voices = (all: readonly number[]) => all.reduce((sum, row) => sum + (people[row] ?? 0), 0);
  return {
    texts: voices(rows),
    complaints: voices(complaining),
    authors,
    evidenceIds: strongest.slice(0, 20).map(idAt),
    samples: severitySamples,
    method: methodOver(over),
    over,
  };
}
