/** What a benchmark reports: measured figures, beside the named thing that they are compared with and the bar that they have to reach. */

export interface Figure {
  name: string;
  /** Median of the samples. */
  value: number;
  unit: string;
  /** Smallest and largest sample. */
  range?: [number, number];
  /** What the value is compared with, measured in the same run. */
  baseline?: { name: string; value: number };
  /** Median of the ratios to the baseline, each of two samples taken one after the other. */
  ratio?: number;
  ratioRange?: [number, number];
  bar?: Bar;
  /** Everything measured, in the order of time. */
  samples?: Record<string, number[]>;
}

/** A limit of the ratio where there is one, else of the value. */
export type Bar = { atLeast: number } | { atMost: number };

export interface Bench {
  name: string;
  /** One line: what is measured against what. */
  about: string;
  /** What of it can be asked for alone, as `name:part`. */
  parts?: readonly string[];
  run(options: BenchOptions): Promise<Figure[]>;
}

export interface BenchOptions {
  /** Fewer and shorter rounds where the benchmark has them: for work on the code, not for figures to be quoted. */
  quick: boolean;
  /** One of `parts`; all of them when left out. */
  part: string | undefined;
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

/** A figure of samples that were taken in turns with those of a baseline: pair by pair, what else the machine did strikes both. */
export function compared(
  name: string,
  unit: string,
  own: readonly number[],
  baseline: { name: string; samples: readonly number[] },
  bar?: Bar,
): Figure {
  const ratios = own.map((value, index) => value / (baseline.samples[index] ?? NaN));
  return {
    name,
    unit,
    value: median(own),
    range: rangeOf(own),
    baseline: { name: baseline.name, value: median(baseline.samples) },
    ratio: median(ratios),
    ratioRange: rangeOf(ratios),
    ...(bar ? { bar } : {}),
    samples: { own: [...own], baseline: [...baseline.samples] },
  };
}

export function rangeOf(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
