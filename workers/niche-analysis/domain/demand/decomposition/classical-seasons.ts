/** A first, rough split of a series into trend and season, from which smoothing starts. */

export type SeasonForm = "additive" | "multiplicative";

/** A moving mean over exactly one period, its two ends weighing half where the period is even; `null` where it does not fit. */
export function centredMean(values: readonly number[], period: number): (number | null)[] {
  const reach = Math.floor(period / 2);
  return values.map((_, i) => {
    if (i < reach || i + reach >= values.length) return null;
    const window = values.slice(i - reach, i + reach + 1);
    const ends = period % 2 === 0 ? ((window[0] ?? 0) + (window.at(-1) ?? 0)) / 2 : 0;
    return (window.reduce((sum, value) => sum + value, 0) - ends) / period;
  });
}

/**
 * One figure for each place in the cycle (Kendall & Stuart 1983, as R's decompose): the mean distance from the centred mean (or ratio to it),
 * shifted so that they add up to 0 (scaled so that their mean is 1). Needs two whole periods.
 */
export function seasonalFigure(values: readonly number[], period: number, form: SeasonForm): number[] {
  const trend = centredMean(values, period);
  const cycles = Math.floor(values.length / period) * period;
  const figures = Array.from({ length: period }, (_, place) => {
    const off = values.slice(0, cycles).flatMap((value, i) => {
      const level = trend[i] ?? null;
      return i % period !== place || level === null ? [] : [form === "additive" ? value - level : value / level];
    });
    return off.reduce((sum, value) => sum + value, 0) / off.length;
  });
  const centre = figures.reduce((sum, value) => sum + value, 0) / period;
  return figures.map((figure) => (form === "additive" ? figure - centre : figure / centre));
}
