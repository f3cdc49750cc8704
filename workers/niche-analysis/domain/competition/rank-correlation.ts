/** Do two lists put the same things in the same order? */
import { mean } from "../demand/trend/series.ts";
import { ranksOf } from "../intervals/ranks.ts";

/** Spearman 1904: the correlation of the ranks, equal values sharing theirs. NaN where one list does not vary. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [centred(ranksOf(a)), centred(ranksOf(b))];
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}

function centred(ranks: readonly number[]): number[] {
  const centre = mean(ranks);
  return ranks.map((rank) => rank - centre);
}

function product(x: readonly number[], y: readonly number[]): number {
  return x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
}
