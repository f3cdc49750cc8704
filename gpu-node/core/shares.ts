/** Parts of a whole number in proportion to weights. */

/**
 * Whole numbers, one a weight, that add up to `total` and differ from their exact share by less than 1: what is rounded off at one is given to
 * the next. Weights are positive.
 */
export function sharesOf(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  let [seen, given] = [0, 0];
  return weights.map((weight) => {
    seen += weight;
    const share = Math.round((total * seen) / sum) - given;
    given += share;
    return share;
  });
}
