/** Loess: at every place the straight line (or the mean) of the nearest observations, near ones counting more. */

export interface LoessOptions {
  /** Nearest observations that count; more than there are widens the weights instead. */
  span: number;
  /** 0 fits a mean, 1 a line. */
  degree: 0 | 1;
  /** Fit at every `jump`-th place only and draw straight lines between. Default 1. */
  jump?: number;
}

/**
 * Value at `place` of the local fit (Cleveland 1979, tricube weights) to `values`, which stand at 0, 1, 2 …; `place` may lie outside. Only
 * `from` ≤ i < `to` are looked at: the caller's neighbourhood.
 */
export function localFit(values: readonly number[], place: number, from: number, to: number, { span, degree }: LoessOptions): number {
  const n = values.length;
  const reach = Math.max(place - from, to - 1 - place) + (span > n ? Math.floor((span - n) / 2) : 0);
  const weights = new Map<number, number>();
  let total = 0;
  for (let i = from; i < to; i++) {
    const distance = Math.abs(i - place);
    // The outermost neighbours do not count, and those at the place itself count wholly.
    if (distance > 0.999 * reach) continue;
    const weight = distance <= 0.001 * reach ? 1 : (1 - (distance / reach) ** 3) ** 3;
    weights.set(i, weight);
    total += weight;
  }
  if (total === 0) return values[Math.min(n - 1, Math.max(0, Math.round(place)))] ?? Number.NaN;
  let centre = 0;
  for (const [i, weight] of weights) centre += (weight / total) * i;
  let spread = 0;
  for (const [i, weight] of weights) spread += (weight / total) * (i - centre) ** 2;
  // With hardly any spread a line is not determined.
  const leaning = degree === 1 && reach > 0 && Math.sqrt(spread) > 0.001 * (n - 1);
  let fit = 0;
  for (const [i, weight] of weights) {
    const tilt = leaning ? 1 + ((place - centre) / spread) * (i - centre) : 1;
    fit += (weight / total) * tilt * (values[i] ?? 0);
  }
  return fit;
}

/** The fit at every place of `values`. */
export function loess(values: readonly number[], options: LoessOptions): number[] {
  const n = values.length;
  if (n < 2) return [...values];
  const jump = Math.max(1, Math.min(options.jump ?? 1, n - 1));
  const at = (place: number) => {
    const [from, to] = neighbourhood(place, n, options.span);
    return localFit(values, place, from, to, options);
  };
  const places = Array.from({ length: Math.ceil(n / jump) }, (_, i) => i * jump);
  if (places.at(-1) !== n - 1) places.push(n - 1);
  const fitted = places.map(at);
  return values.map((_, i) => {
    const left = Math.min(Math.floor(i / jump), places.length - 2);
    const [a = 0, b = 1] = places.slice(left, left + 2);
    const [low = 0, high = 0] = fitted.slice(left, left + 2);
    return low + ((high - low) * (i - a)) / (b - a);
  });
}

/** The `span` places around `place`, moved inside at the ends: [from, to). */
function neighbourhood(place: number, n: number, span: number): [number, number] {
  if (span >= n) return [0, n];
  const from = Math.min(n - span, Math.max(0, place - Math.floor((span + 1) / 2) + 1));
  return [from, from + span];
}
