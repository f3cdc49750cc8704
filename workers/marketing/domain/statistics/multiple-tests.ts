/** p-values of several tests at once, adjusted so that they may be read one by one. Order of the input is kept. */

/** Controls the chance of any false alarm (Holm 1979). */
export function holm(ps: readonly number[]): number[] {
  let highest = 0;
  return inOrder(ps, (p, rank) => (highest = Math.max(highest, Math.min(1, p * (ps.length - rank)))));
}

/** Controls the share of false alarms among the alarms (Benjamini & Hochberg 1995). */
export function benjaminiHochberg(ps: readonly number[]): number[] {
  let lowest = 1;
  const fromTheLargest = ps.map((p) => -p);
  return inOrder(fromTheLargest, (negative, rank) => (lowest = Math.min(lowest, (-negative * ps.length) / (ps.length - rank))));
}

/** Visits the values from the smallest up and puts what `visit` gives back in their places. */
function inOrder(values: readonly number[], visit: (value: number, rank: number) => number): number[] {
  const adjusted = values.map(() => 0);
  const order = values.map((value, index) => ({ value, index })).toSorted((a, b) => a.value - b.value);
  order.forEach(({ value, index }, rank) => {
    adjusted[index] = visit(value, rank);
  });
  return adjusted;
}
