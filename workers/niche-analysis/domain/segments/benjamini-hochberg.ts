/** Many tests at once: of what is called a difference, few are none. */

/** Benjamini & Hochberg 1995: the k-th smallest of m p-values times m ÷ k, never falling, at most 1; in the order given. */
export function benjaminiHochberg(ps: readonly number[]): number[] {
  const order = ps.map((p, i) => ({ p, i })).toSorted((a, b) => b.p - a.p);
  const adjusted = Array.from(ps, () => 1);
  let lowest = 1;
  order.forEach(({ p, i }, fromLargest) => {
    lowest = Math.min(lowest, (p * ps.length) / (ps.length - fromLargest));
    adjusted[i] = lowest;
  });
  return adjusted;
}
