/** Confidence intervals of one proportion and of the difference of two. Shares from 0 to 1, two-sided. */
import { betaQuantile, normalQuantile } from "./distributions.ts";

export interface Interval {
  low: number;
  high: number;
}

/** A count of successes out of trials. */
export interface Tally {
  count: number;
  of: number;
}

/** p ± z √(p(1-p)/n). Too narrow for small counts; here to compare with what others print. */
export function normalInterval({ count, of }: Tally, confidence = 0.95): Interval {
  const share = count / of;
  return around(share, criticalValue(confidence) * Math.sqrt((share * (1 - share)) / of));
}

/** Score interval (Wilson 1927): the one we show. */
export function wilsonInterval({ count, of }: Tally, confidence = 0.95): Interval {
  const z = criticalValue(confidence);
  const share = count / of;
  const scale = 1 + z ** 2 / of;
  const centre = (share + z ** 2 / (2 * of)) / scale;
  return around(centre, (z / scale) * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2)));
}

/** The normal interval around (count + z²/2)/(n + z²) (Agresti & Coull 1998). */
export function agrestiCoullInterval({ count, of }: Tally, confidence = 0.95): Interval {
  const z = criticalValue(confidence);
  return normalInterval({ count: count + z ** 2 / 2, of: of + z ** 2 }, confidence);
}

/** Exact interval (Clopper & Pearson 1934): never covers less than it says. */
export function exactInterval({ count, of }: Tally, confidence = 0.95): Interval {
  const tail = (1 - confidence) / 2;
  return {
    low: count === 0 ? 0 : betaQuantile(tail, count, of - count + 1),
    high: count === of ? 1 : betaQuantile(1 - tail, count + 1, of - count),
  };
}

/** Hybrid score interval of `treated - control` (Newcombe 1998, method 10). */
export function newcombeInterval(control: Tally, treated: Tally, confidence = 0.95): Interval {
  const [a, b] = [wilsonInterval(control, confidence), wilsonInterval(treated, confidence)];
  const [pa, pb] = [control.count / control.of, treated.count / treated.of];
  return {
    low: pb - pa - Math.hypot(pb - b.low, a.high - pa),
    high: pb - pa + Math.hypot(b.high - pb, pa - a.low),
  };
}

/** z of a two-sided interval: 1.96 for 0.95. */
export function criticalValue(confidence: number): number {
  return normalQuantile(1 - (1 - confidence) / 2);
}

function around(centre: number, margin: number): Interval {
  return { low: Math.max(0, centre - margin), high: Math.min(1, centre + margin) };
}
