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

/** Of an isolated batch, padding included. Constants, because a request's bytes must not change with a node's tuning. */
const isolatedLimits = { paddedTokens: 512, overhead: 12 };

/**
 * Splits an isolated request into batches by a rule of its own content alone: texts in the order of their lengths, equal ones in their own order, cut where
 * `12 + rows × longest`, summed over all batches, is least, with `rows × longest` within 512 for a batch of several. Equal requests split
 * equally on every node. Returns the positions of each batch.
 */
export function splitIsolated(lengths: readonly number[]): number[][] {
  const sorted = [...lengths.keys()].toSorted((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
  const { paddedTokens, overhead } = isolatedLimits;
  /** Least cost of the first texts, so many, and where their last batch begins. */
  const costs = [0];
  const begins = [0];
  for (let end = 1; end <= sorted.length; end++) {
    const longest = lengths[sorted[end - 1] ?? 0] ?? 0;
    let [least, begin] = [Infinity, end - 1];
    for (let from = end - 1; from >= 0 && (from === end - 1 || (end - from) * longest <= paddedTokens); from--) {
      const cost = (costs[from] ?? 0) + overhead + (end - from) * longest;
      // Of equals the larger batch.
      if (cost <= least) [least, begin] = [cost, from];
    }
    costs.push(least);
    begins.push(begin);
  }
  const batches: number[][] = [];
  for (let end = sorted.length; end > 0; end = begins[end] ?? 0) batches.push(sorted.slice(begins[end], end));
  return batches.toReversed();
}
