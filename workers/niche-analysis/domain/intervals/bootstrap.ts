/** Intervals by resampling: what the figure would be for other people of the same kind. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

export interface BootstrapInterval {
  low: number;
  high: number;
  /** Of the resamples: 41 quantiles at equal steps, the first the least value and the last the largest. */
  quantiles: number[];
}

const steps = 40;

/**
 * Percentile interval, 95 % (Efron 1979), of `statistic` over `samples` resamples of whole units: everything that one author wrote is drawn
 * or left together, since the texts of one author are not independent (cluster bootstrap; Davison & Hinkley 1997, 3.8). `units[i]` are the
 * rows of unit i, a row several times where it counts several times; `statistic` receives how often each of `rows` rows was drawn. Seeded: the same input gives the same interval.
 */
export function bootstrapInterval(
  units: readonly (readonly number[])[],
  rows: number,
  statistic: (drawn: Uint32Array) => number,
  { seed, samples = 400 }: { seed: number; samples?: number },
): BootstrapInterval {
  const random = xoroshiro128plus(seed);
  const drawn = new Uint32Array(rows);
  const values: number[] = [];
  for (let sample = 0; sample < samples && units.length > 0; sample++) {
    drawn.fill(0);
    for (let i = 0; i < units.length; i++) {
      for (const row of units[uniformInt(random, 0, units.length - 1)] ?? []) drawn[row] = (drawn[row] ?? 0) + 1;
    }
    values.push(statistic(drawn));
  }
  values.sort((a, b) => a - b);
  const quantiles = Array.from({ length: steps + 1 }, (_, step) => quantile(values, step / steps));
  return { low: quantile(values, 0.025), high: quantile(values, 0.975), quantiles };
}

/** Linear interpolation between order statistics (Hyndman & Fan 1996, type 7). `sorted` ascending; NaN of nothing. */
export function quantile(sorted: readonly number[], p: number): number {
  const at = (sorted.length - 1) * p;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** Rows grouped by author, each row without an author alone; groups in the order of their first row. */
export function unitsOf(authors: readonly (string | undefined)[]): number[][] {
  const units: number[][] = [];
  const byAuthor = new Map<string, number[]>();
  authors.forEach((author, row) => {
    const known = author === undefined ? undefined : byAuthor.get(author);
    if (known) {
      known.push(row);
      return;
    }
    const unit = [row];
    units.push(unit);
    if (author !== undefined) byAuthor.set(author, unit);
  });
  return units;
}
