/** A test of variants, read honestly: every variant against the first, adjusted for how many there are, no winner without one. */
import type { Comparison, ExperimentReport, Variant } from "../../../../contracts/services/marketing-experiment.ts";
import { alwaysValidTest } from "./always-valid.ts";
import { newcombeInterval, wilsonInterval } from "./intervals.ts";
import { holm } from "./multiple-tests.ts";
import { fisherExact, splitP, twoProportionZ } from "./two-proportions.ts";

/** Differences of click rates that the always valid test expects: one percentage point. */
const expectedDifference = 0.01;

/**
 * Compares each variant with the first.
 *
 * Clicks per impression: one-sided pooled z. Conversions per impression: one-sided Fisher. Both adjusted by Holm over all
 * comparisons of their kind. Lifts are in percent of the control's clicks per impression and conversions per click.
 * The winner is the variant with the best conversions per click among those significantly better in either.
 */
export function evaluateExperiment(variants: readonly Variant[], alpha: number): ExperimentReport {
  const [control, ...rest] = variants;
  if (!control) return { variants: [], comparisons: [], winner: null, splitP: 1 };
  const tests = rest.map((variant) => compare(control, variant));
  const clickPs = holm(tests.map(({ clickP }) => clickP));
  const conversionPs = holm(tests.map(({ conversionP }) => conversionP));
  const comparisons = tests.map((test, i): Comparison => {
    const [clickPAdjusted, conversionPAdjusted] = [clickPs[i] ?? 1, conversionPs[i] ?? 1];
    return {
      ...test,
      clickPAdjusted,
      conversionPAdjusted,
      clickSignificant: clickPAdjusted < alpha,
      conversionSignificant: conversionPAdjusted < alpha,
    };
  });
  return {
    variants: variants.map((variant) => ({
      ...variant,
      clickRate: variant.clicks / variant.impressions,
      clickInterval: wilsonInterval({ count: variant.clicks, of: variant.impressions }),
      conversionRate: conversionRate(variant),
    })),
    comparisons,
    winner: winnerOf(rest, comparisons),
    splitP: splitP(variants.map(({ impressions }) => impressions)),
  };
}

function compare(control: Variant, variant: Variant) {
  const [a, b] = [clicksOf(control), clicksOf(variant)];
  const conversions = fisherExact([
    [variant.conversions, variant.impressions - variant.conversions],
    [control.conversions, control.impressions - control.conversions],
  ]);
  return {
    variant: variant.name,
    control: control.name,
    clickLift: lift(a.count / a.of, b.count / b.of),
    conversionLift: lift(conversionRate(control), conversionRate(variant)),
    clickDifference: newcombeInterval(a, b),
    clickP: twoProportionZ(b, a).pGreater,
    conversionP: conversions.pGreater,
    clickPAlwaysValid: alwaysValidTest(a, b, expectedDifference).p,
  };
}

function winnerOf(variants: readonly Variant[], comparisons: readonly Comparison[]): string | null {
  const better = variants.filter((_, i) => comparisons[i]?.clickSignificant || comparisons[i]?.conversionSignificant);
  const best = better.toSorted((a, b) => conversionRate(b) - conversionRate(a))[0];
  return best?.name ?? null;
}

function clicksOf({ clicks, impressions }: Variant) {
  return { count: clicks, of: impressions };
}

function conversionRate({ clicks, conversions }: Variant): number {
  return clicks === 0 ? 0 : conversions / clicks;
}

function lift(from: number, to: number): number | null {
  return from === 0 ? null : (to / from - 1) * 100;
}
