/** Two rates of counts that vary more than Poisson's: texts come in bursts. */
import { studentCdf, studentQuantile } from "../../../../kit/statistics/beta.ts";
import { increasingRoot } from "../../../../kit/statistics/root.ts";
import { mean } from "../trend/series.ts";

export interface NegativeBinomialRatio {
  /** Pearson's χ² over its degrees of freedom, about each group's own mean: 1 of Poisson counts. NaN where a group counted nothing. */
  dispersion: number;
  /** Undefined where the counts vary no more than Poisson's, and where a group counted nothing. */
  ratio?: { low: number; high: number; p: number };
}

/**
 * Ratio of the mean of `first` to that of `second`, one count a unit of time. The variance μ + μ²/k has the one k at which Pearson's χ² equals its degrees
 * of freedom (method of moments, Breslow 1984); limits and p by Student's t on the logarithm, whose variance is Σ (1/μ + 1/k)/n.
 */
export function negativeBinomialRatio(first: readonly number[], second: readonly number[], level = 0.95): NegativeBinomialRatio {
  const groups = [first, second].map((counts) => ({ counts, mean: mean(counts) }));
  const freedom = first.length + second.length - 2;
  const chiSquared = (heterogeneity: number) =>
    groups.reduce(
      (sum, { counts, mean: mu }) => sum + counts.reduce((own, count) => own + (count - mu) ** 2 / (mu + heterogeneity * mu ** 2), 0),
      0,
    );
  const dispersion = chiSquared(0) / freedom;
  if (!(dispersion > 1)) return { dispersion };
  const heterogeneity = increasingRoot((one) => freedom - chiSquared(one), 0, 1e6);
  const error = Math.sqrt(groups.reduce((sum, { counts, mean: mu }) => sum + (1 / mu + heterogeneity) / counts.length, 0));
  const [log, half] = [Math.log((groups[0]?.mean ?? 0) / (groups[1]?.mean ?? 0)), studentQuantile((1 + level) / 2, freedom) * error];
  const p = Math.min(1, 2 * (1 - studentCdf(Math.abs(log) / error, freedom)));
  return { dispersion, ratio: { low: Math.exp(log - half), high: Math.exp(log + half), p } };
}
