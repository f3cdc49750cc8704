/** How many observations each arm needs before a test may be read. */
import { normalQuantile } from "./distributions.ts";

export interface Demands {
  /** Two-sided chance of seeing a difference that is not there. */
  alpha: number;
  /** Chance of seeing one that is. */
  power: number;
}

/**
 * Per arm, to tell share `from` from share `to`: pooled variance under equality (Fleiss, Levin & Paik 2003, eq. 4.14).
 * Rounded up.
 */
export function sampleSizeOfProportions(from: number, to: number, { alpha, power }: Demands): number {
  const middle = (from + to) / 2;
  const underEquality = normalQuantile(1 - alpha / 2) * Math.sqrt(2 * middle * (1 - middle));
  const underDifference = normalQuantile(power) * Math.sqrt(from * (1 - from) + to * (1 - to));
  return Math.ceil((underEquality + underDifference) ** 2 / (to - from) ** 2);
}

/**
 * Per arm, to see `baseline` change by `effect` (absolute): the baseline's variance under equality, as on evanmiller.org's
 * calculator, which mirrors a baseline above one half and keeps the sign of the effect. Not rounded.
 */
export function sampleSizeOfLift(baseline: number, effect: number, { alpha, power }: Demands): number {
  const start = baseline > 0.5 ? 1 - baseline : baseline;
  const changed = start + effect;
  const underEquality = normalQuantile(1 - alpha / 2) * Math.sqrt(2 * start * (1 - start));
  const underDifference = normalQuantile(power) * Math.sqrt(start * (1 - start) + changed * (1 - changed));
  return ((underEquality + underDifference) / effect) ** 2;
}

/** Per arm, to see means differ by `effect` standard deviations (normal theory). Rounded up. */
export function sampleSizeOfMeans(effect: number, { alpha, power }: Demands): number {
  return Math.ceil(2 * ((normalQuantile(1 - alpha / 2) + normalQuantile(power)) / effect) ** 2);
}
