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

/**
 * Normalised mutual information, by the mean of both entropies (Strehl & Ghosh 2002): 1 for the same partition, 0 for independent ones; of two
 * partitions into one part each, 1.
 */
export function normalisedMutualInformation(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const count = first.length;
  const both = new Map<string, { a: number; b: number; n: number }>();
  const [rows, columns] = [new Map<number, number>(), new Map<number, number>()];
  for (let i = 0; i < count; i++) {
    const [a, b] = [first[i] ?? -1, second[i] ?? -1];
    const cell = both.get(`${a},${b}`) ?? { a, b, n: 0 };
    cell.n += 1;
    both.set(`${a},${b}`, cell);
    rows.set(a, (rows.get(a) ?? 0) + 1);
    columns.set(b, (columns.get(b) ?? 0) + 1);
  }
  const shared = [...both.values()].reduce(
    (sum, { a, b, n }) => sum + (n / count) * Math.log((n * count) / ((rows.get(a) ?? 1) * (columns.get(b) ?? 1))),
    0,
  );
  const mean = (entropy(rows, count) + entropy(columns, count)) / 2;
  return mean === 0 ? 1 : shared / mean;
}

function entropy(parts: ReadonlyMap<number, number>, count: number): number {
  return -[...parts.values()].reduce((sum, n) => sum + (n / count) * Math.log(n / count), 0);
}
