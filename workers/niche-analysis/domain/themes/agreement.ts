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
  const [a, b] = [numbered(first), numbered(second)];
  const both = new Int32Array(a.parts.length * b.parts.length);
  for (let i = 0; i < count; i++) {
    const cell = (a.of[i] ?? 0) * b.parts.length + (b.of[i] ?? 0);
    both[cell] = (both[cell] ?? 0) + 1;
  }
  let shared = 0;
  a.parts.forEach((inFirst, row) =>
    b.parts.forEach((inSecond, column) => {
      const n = both[row * b.parts.length + column] ?? 0;
      if (n > 0) shared += (n / count) * Math.log((n * count) / (inFirst * inSecond));
    }),
  );
  const mean = (entropy(a.parts, count) + entropy(b.parts, count)) / 2;
  return mean === 0 ? 1 : shared / mean;
}

/** The part of every row, numbered from 0, and the size of every part. */
function numbered(labels: ArrayLike<number>): { of: Int32Array; parts: number[] } {
  const numbers = new Map<number, number>();
  const parts: number[] = [];
  const of = Int32Array.from(labels, (label) => {
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    parts[number] = (parts[number] ?? 0) + 1;
    return number;
  });
  return { of, parts };
}

function entropy(parts: readonly number[], count: number): number {
  return -parts.reduce((sum, n) => sum + (n / count) * Math.log(n / count), 0);
}
