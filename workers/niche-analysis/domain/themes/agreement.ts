/** How far two partitions of the same rows agree. */

/**
 * Adjusted Rand index (Hubert & Arabie 1985): 1 for the same partition, about 0 for one by chance. Labels may be any numbers; each row counts.
 */
export function adjustedRand(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const cells = new Map<string, number>();
  const rows = new Map<number, number>();
  const columns = new Map<number, number>();
  for (let i = 0; i < first.length; i++) {
    const [a, b] = [first[i] ?? -1, second[i] ?? -1];
    cells.set(`${a},${b}`, (cells.get(`${a},${b}`) ?? 0) + 1);
    rows.set(a, (rows.get(a) ?? 0) + 1);
    columns.set(b, (columns.get(b) ?? 0) + 1);
  }
  const [together, inFirst, inSecond] = [pairs(cells), pairs(rows), pairs(columns)];
  const expected = (inFirst * inSecond) / ((first.length * (first.length - 1)) / 2);
  const most = (inFirst + inSecond) / 2;
  return most === expected ? 1 : (together - expected) / (most - expected);
}

/** How many pairs lie together. */
function pairs(counts: Map<unknown, number>): number {
  return [...counts.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
}

/** |A ∩ B| ÷ |A ∪ B| (Jaccard 1912). */
export function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const shared = [...a].filter((row) => b.has(row)).length;
  return shared === 0 ? 0 : shared / (a.size + b.size - shared);
}
