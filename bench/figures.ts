/** What a benchmark reports: measured figures, always beside the named thing that they are compared with. */

export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** What the value is compared with, measured in the same run. */
  baseline?: { name: string; value: number };
  /** `value / baseline.value`. */
  ratio?: number;
  bar?: Bar;
}

/** A limit of the ratio where there is one, else of the value. */
export type Bar = { atLeast: number } | { atMost: number };

export interface Bench {
  name: string;
  /** One line: what is measured against what. */
  about: string;
  run(): Promise<Figure[]>;
}

/** False when the figure misses its bar. A figure without bar is met; one that is no number is missed. */
export function met({ value, ratio, bar }: Figure): boolean {
  if (!bar) return true;
  const judged = ratio ?? value;
  return "atLeast" in bar ? judged >= bar.atLeast : judged <= bar.atMost;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The k of `time ~ size^k`: the least-squares slope of log time over log size. */
export function growthExponent(points: readonly { size: number; time: number }[]): number {
  const logs = points.map(({ size, time }) => ({ x: Math.log(size), y: Math.log(time) }));
  const mean = (pick: (point: { x: number; y: number }) => number) => logs.reduce((sum, point) => sum + pick(point), 0) / logs.length;
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const covariance = logs.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / logs.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
}

export function compared(name: string, unit: string, value: number, baseline: { name: string; value: number }): Figure {
  return { name, unit, value, baseline, ratio: value / baseline.value };
}
