/** In which order the aspects of a competitor stand. */
import type { Aspect } from "../../../../contracts/services/niche-analysis.ts";

export const aspectColumns = ["aspect", "people", "complaint", "praise"] as const;
export type AspectColumn = (typeof aspectColumns)[number];

export interface AspectOrder {
  by: AspectColumn;
  direction: "ascending" | "descending";
}

/** Names from A on, figures from the largest on. */
export const firstDirection = (by: AspectColumn): AspectOrder["direction"] => (by === "aspect" ? "ascending" : "descending");

/** The order after the heading of a column was pressed: turned round where it was the column's already. */
export function pressed(order: AspectOrder, by: AspectColumn): AspectOrder {
  if (order.by !== by) return { by, direction: firstDirection(by) };
  return { by, direction: order.direction === "ascending" ? "descending" : "ascending" };
}

/** Shares by the lower limits of their intervals, so that two of two do not come before ninety of a hundred; equal ones as they came. */
export function inOrder(aspects: readonly Aspect[], { by, direction }: AspectOrder): Aspect[] {
  const turn = direction === "ascending" ? 1 : -1;
  return aspects.toSorted((a, b) => turn * compared(a, b, by));
}

function compared(a: Aspect, b: Aspect, by: AspectColumn): number {
  switch (by) {
    case "aspect":
      return a.aspect < b.aspect ? -1 : a.aspect > b.aspect ? 1 : 0;
    case "people":
      return a.complaint.share.n - b.complaint.share.n;
    default:
      return a[by].share.low - b[by].share.low;
  }
}
