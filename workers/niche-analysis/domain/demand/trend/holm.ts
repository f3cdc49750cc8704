/** Many tests at once: p-values raised so that any false alarm among them stays rare. */

/** Holm 1979: the k-th smallest of m p-values times m − k + 1, never falling, at most 1; in the order given. */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((p, i) => ({ p, i })).toSorted((a, b) => a.p - b.p);
  const adjusted = Array.from(ps, () => 1);
  let highest = 0;
  order.forEach(({ p, i }, k) => {
    highest = Math.max(highest, Math.min(1, p * (ps.length - k)));
    adjusted[i] = highest;
  });
  return adjusted;
}
