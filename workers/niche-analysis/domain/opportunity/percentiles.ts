/** How far a factor of a score may lie from what it shows: its 10th and 90th percentile. */
import type { Factor, FactorName, Market } from "../../../../contracts/services/niche-opportunity.ts";
import { normalQuantile, z95 } from "../../../kit/statistics/normal.ts";
import { quantile } from "../intervals/bootstrap.ts";
import { factorScorer, feasibilityDoubt, likelyInputs } from "./factors.ts";
import type { Readings } from "./levels/reading.ts";
import type { SeverityEstimate } from "./severity-estimate.ts";

export interface FactorSwing {
  factor: FactorName;
  weight: number;
  /** What the score is made with. */
  value: number;
  p10: number;
  p90: number;
}

/**
 * Of every factor. Unknown levels are equally likely, those read from evidence as likely as it makes them, unknown severity and the doubt about feasibility uniform; a known severity follows its bootstrap
 * (over conversations, authors or texts, as `over` says), or, where its quantiles were not kept, two half normals of its interval.
 */
export function swingsOf(
  { name, market, severity, readings = {} }: { name: string; market: Market; severity: SeverityEstimate; readings?: Readings | undefined },
  factors: readonly Factor[],
): FactorSwing[] {
  const scorer = factorScorer(name);
  const eighty = [-0.8 * feasibilityDoubt, 0.8 * feasibilityDoubt] as const;
  const outcomes = severitiesOf(severity).flatMap((value) =>
    likelyInputs(market, { value, low: value, high: value, basis: "evidence" }, readings).map(({ inputs, chance }) => ({
      scores: scorer(inputs),
      chance,
    })),
  );
  const inputs = likelyInputs(market, severity, readings)[0]?.inputs;
  return factors.map(({ name: factor, weight, score: value }): FactorSwing => {
    if (factor === "solution_feasibility" && inputs) {
      const [p10 = value, p90 = value] = eighty.map((feasibilityShift) => scorer({ ...inputs, feasibilityShift })[factor]);
      return { factor, weight, value, p10, p90 };
    }
    if (factor === "problem_severity") return { factor, weight, value, p10: severityAt(severity, 0.1), p90: severityAt(severity, 0.9) };
    const sorted = outcomes.map(({ scores, chance }) => ({ value: scores[factor], chance })).toSorted((a, b) => a.value - b.value);
    return { factor, weight, value, p10: weightedQuantile(sorted, 0.1), p90: weightedQuantile(sorted, 0.9) };
  });
}

/** Of equally likely values as of any sample; of others the least value that as much lies at or below. */
function weightedQuantile(sorted: readonly { value: number; chance: number }[], p: number): number {
  const [least = 0, most = 0] = [Math.min(...sorted.map(({ chance }) => chance)), Math.max(...sorted.map(({ chance }) => chance))];
  if (most - least < 1e-9 * most)
    return quantile(
      sorted.map(({ value }) => value),
      p,
    );
  const whole = sorted.reduce((sum, { chance }) => sum + chance, 0);
  let below = 0;
  for (const { value, chance } of sorted) {
    below += chance / whole;
    if (below >= p - 1e-12) return value;
  }
  return sorted.at(-1)?.value ?? 0;
}

const parts = 20;

/** Equally likely values. */
function severitiesOf(severity: SeverityEstimate): number[] {
  return Array.from({ length: parts }, (_, part) => severityAt(severity, (part + 0.5) / parts));
}

/** The value below which the severity lies with the probability `p`. */
function severityAt(severity: SeverityEstimate, p: number): number {
  const { basis, quantiles } = severity;
  if (basis === "unknown") return p;
  return quantiles && quantiles.length > 1 ? quantile(quantiles, p) : halfNormals(severity, p);
}

/** Quantile of a figure with the median `value` and the 95 % interval `low` to `high`, normal on either side and cut to [0, 1]. */
function halfNormals({ value, low, high }: SeverityEstimate, p: number): number {
  const off = normalQuantile(p);
  return Math.min(1, Math.max(0, value + ((off < 0 ? value - low : high - value) * off) / z95));
}
