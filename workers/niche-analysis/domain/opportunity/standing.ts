/** Whether enough is known of a niche to put its score into a band. */
import type { Factor, Standing } from "../../../../contracts/services/niche-opportunity.ts";

/** How wide a band is: what is unknown must not be able to carry a score across one. */
export const settledBelow = 0.2;

/**
 * Weight × range of every factor that is unknown, or read from evidence that leaves all of its levels possible (`open`), and their sum: what learning
 * it could do to the score. The sum is what they could do together, since all of them move it the same way.
 */
export function standingOf(factors: readonly Factor[]): Standing {
  const unknown = factors
    .filter((factor) => factor.basis === "unknown" || isOpen(factor))
    .map((factor) => {
      const { name, weight, low, high } = factor;
      return { factor: name, width: rounded(weight * (high - low)), ...(isOpen(factor) && { open: true as const }) };
    })
    .filter(({ width }) => width > 0)
    .toSorted((a, b) => b.width - a.width);
  const width = rounded(unknown.reduce((sum, one) => sum + one.width, 0));
  return { settled: width < settledBelow - 1e-9, width, limit: settledBelow, unknown };
}

/** Whether evidence was read that settles nothing: every level is possible, and nobody set one. */
export function isOpen({ set, reading }: Pick<Factor, "set" | "reading">): boolean {
  return set === undefined && reading !== undefined && reading.levels.every(({ chance }) => chance > 0);
}

function rounded(value: number): number {
  return Math.round(value * 1e12) / 1e12;
}
