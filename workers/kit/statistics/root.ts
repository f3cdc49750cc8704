/** Where a function crosses zero. */

/**
 * The x in [low, high] at which the non-decreasing `of` reaches 0, by bisection down to neighbouring numbers: slow and certain. An end of
 * the interval when it does not reach 0 inside.
 */
export function increasingRoot(of: (x: number) => number, low: number, high: number): number {
  let [below, above] = [low, high];
  for (;;) {
    const middle = (below + above) / 2;
    if (middle <= below || middle >= above) return middle;
    if (of(middle) < 0) below = middle;
    else above = middle;
  }
}
