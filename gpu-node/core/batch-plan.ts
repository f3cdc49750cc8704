/** Which texts share a batch. Pure: lengths in, positions out. */

import type { BatchCost } from "./cost-model.ts";

export interface BatchLimits {
  /** Most tokens of a batch, padding included. */
  paddedTokens: number;
  /** Least share of real tokens in a batch of several texts; 0 where padding is not computed. */
  fill: number;
}

/**
 * The batch around the text at the head of the line that brings most real tokens for its time, `overhead + rows × longest`: of all texts
 * of the window with lengths between two bounds, the head's among them, while `rows × longest` stays within the budget and the share of real
 * tokens does not fall below `fill`. A head longer than the budget goes alone. `lengths` are the window's in waiting order, the head
 * first. Returns positions in the window, in waiting order.
 */
export function planBatch(lengths: readonly number[], { paddedTokens, fill }: BatchLimits, { overhead }: BatchCost): number[] {
  const sorted = lengths
    .map((length, position) => ({ length, position }))
    .toSorted((a, b) => a.length - b.length || a.position - b.position);
  const head = sorted.findIndex(({ position }) => position === 0);
  const [alone] = lengths;
  if (alone === undefined) return [];
  let best = { from: head, to: head, worth: alone / (overhead + alone) };
  /** Real tokens from the head to the longest of the range. */
  let longer = 0;
  for (let to = head; to < sorted.length; to++) {
    const longest = sorted[to]?.length ?? 0;
    longer += longest;
    let real = longer;
    for (let from = head; ; from--) {
      const padded = (to - from + 1) * longest;
      if (padded > paddedTokens) break;
      const worth = real / (overhead + (fill > 0 ? padded : real));
      // Of equals the larger batch: it leaves less behind.
      if (worth >= best.worth && real / padded >= fill) best = { from, to, worth };
      if (from === 0) break;
      real += sorted[from - 1]?.length ?? 0;
    }
  }
  return sorted
    .slice(best.from, best.to + 1)
    .map(({ position }) => position)
    .toSorted((a, b) => a - b);
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
