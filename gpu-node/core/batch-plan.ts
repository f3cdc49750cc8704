/** Which texts share a batch. Pure: lengths in, positions out. */

export interface BatchLimits {
  /** Most tokens of a batch, padding included. */
  paddedTokens: number;
  /** Least share of real tokens in a batch of several texts. */
  fill: number;
}

/**
 * Grows a batch around the text at the head of the line: the others of the window join by nearest length while `rows × longest` stays
 * within the budget and the share of real tokens does not fall below `fill`. A head longer than the budget goes alone.
 * `lengths` are the window's in waiting order, the head first. Returns positions in the window, in waiting order.
 */
export function planBatch(lengths: readonly number[], { paddedTokens, fill }: BatchLimits): number[] {
  const sorted = lengths
    .map((length, position) => ({ length, position }))
    .toSorted((a, b) => a.length - b.length || a.position - b.position);
  const head = sorted.findIndex(({ position }) => position === 0);
  const start = sorted[head];
  if (start === undefined) return [];
  const chosen = [start.position];
  let shorter = head - 1;
  let longer = head + 1;
  let longest = start.length;
  let real = start.length;
  const fits = (length: number) => {
    const padded = (chosen.length + 1) * Math.max(longest, length);
    return padded <= paddedTokens && (real + length) / padded >= fill;
  };
  for (;;) {
    const below = sorted[shorter];
    const above = sorted[longer];
    const takeBelow = below !== undefined && fits(below.length);
    const takeAbove = above !== undefined && fits(above.length);
    // Ties go to the shorter text: it never widens the batch.
    const pickBelow = takeBelow && (!takeAbove || start.length - below.length <= above.length - start.length);
    if (pickBelow) {
      shorter--;
      real += below.length;
      chosen.push(below.position);
    } else if (takeAbove) {
      longer++;
      real += above.length;
      longest = above.length;
      chosen.push(above.position);
    } else {
      return chosen.toSorted((a, b) => a - b);
    }
  }
}

/** Padded tokens of an isolated batch. A constant, because a request's bytes must not change with a node's tuning. */
const isolatedPaddedTokens = 512;

/**
 * Splits an isolated request into batches by a rule of its own content alone: texts join in their order while `rows × longest` stays
 * within 512. Equal requests split equally on every node. Returns the size of each batch.
 */
export function splitIsolated(lengths: readonly number[]): number[] {
  const sizes: number[] = [];
  let size = 0;
  let longest = 0;
  for (const length of lengths) {
    const widened = Math.max(longest, length);
    if (size > 0 && (size + 1) * widened > isolatedPaddedTokens) {
      sizes.push(size);
      size = 1;
      longest = length;
    } else {
      size++;
      longest = widened;
    }
  }
  if (size > 0) sizes.push(size);
  return sizes;
}
