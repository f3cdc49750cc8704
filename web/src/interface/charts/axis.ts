/** Scales and ticks: from figures to places on a drawing. */

export interface Scale {
  /** Place of a figure. */
  (value: number): number;
}

/** Maps [from, to] onto [start, end]; a domain of no width maps to the middle. */
export function linearScale([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale {
  if (from === to) return () => (start + end) / 2;
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

/**
 * Round figures (1, 2 or 5 times a power of ten apart) that cover 0 to `highest`, at most about `wanted` of them. The last one is
 * not below `highest`.
 */
export function niceTicks(highest: number, wanted: number): number[] {
  if (!(highest > 0)) return [0, 1];
  const rough = highest / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const steps = Math.ceil(highest / step - 1e-9);
  return Array.from({ length: steps + 1 }, (_, index) => index * step);
}

/** Whole months to label on a drawing of `months` months: 1, then every 3rd, 6th or 12th. */
export function monthTicks(months: number, wanted: number): number[] {
  const step = [1, 2, 3, 6, 12].find((candidate) => months / candidate <= wanted) ?? 12;
  const ticks = Array.from({ length: Math.floor(months / step) }, (_, index) => (index + 1) * step);
  return step === 1 ? ticks : [1, ...ticks];
}
