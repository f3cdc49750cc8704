/** The lowest point of a function of a few parameters, without derivatives. */

export interface Minimum {
  at: number[];
  value: number;
}

interface Options {
  /** Evaluations at most. Default 400 a parameter. */
  evaluations?: number;
  /** Ends when the values at the corners differ by less, relative to the best. Default 1e-10. */
  tolerance?: number;
}

/**
 * Nelder & Mead 1965 (reflection 1, expansion 2, contraction ½, shrinkage ½) from `start`, each first step `steps[i]` long. Where `of` is
 * not a number the point counts as infinitely bad, so bounds can be set by answering NaN. It finds a local minimum: start from several
 * points where there may be more.
 */
export function minimum(
  of: (at: readonly number[]) => number,
  start: readonly number[],
  steps: readonly number[],
  options: Options = {},
): Minimum {
  const { evaluations = 400 * start.length, tolerance = 1e-10 } = options;
  let spent = 0;
  const corner = (at: number[]): Minimum => {
    spent++;
    const value = of(at);
    return { at, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value };
  };
  const moved = start.map((_, i) => corner(start.map((x, j) => (i === j ? x + (steps[j] ?? 0) : x))));
  let corners = [corner([...start]), ...moved];
  for (;;) {
    corners = corners.toSorted((a, b) => a.value - b.value);
    const [best] = corners;
    const worst = corners.at(-1);
    const second = corners.at(-2);
    if (!best || !worst || !second) return { at: [...start], value: of(start) };
    if (spent >= evaluations || worst.value - best.value <= tolerance * (Math.abs(best.value) + tolerance)) return best;
    const others = corners.slice(0, -1);
    const centre = start.map((_, i) => others.reduce((sum, { at }) => sum + (at[i] ?? 0), 0) / others.length);
    const towards = (share: number) => corner(centre.map((x, i) => x + share * ((worst.at[i] ?? 0) - x)));
    const reflected = towards(-1);
    if (reflected.value < best.value) {
      const expanded = towards(-2);
      corners = [...others, expanded.value < reflected.value ? expanded : reflected];
    } else if (reflected.value < second.value) {
      corners = [...others, reflected];
    } else {
      const contracted = reflected.value < worst.value ? towards(-0.5) : towards(0.5);
      if (contracted.value < Math.min(reflected.value, worst.value)) corners = [...others, contracted];
      else corners = [best, ...corners.slice(1).map(({ at }) => corner(at.map((x, i) => ((best.at[i] ?? 0) + x) / 2)))];
    }
  }
}
