import { expect, test } from "vitest";
import type { Variant } from "../../../../contracts/services/marketing-experiment.ts";
import { evaluateExperiment } from "./experiment.ts";

const variant = (name: string, impressions: number, clicks: number, conversions: number): Variant => ({
  name,
  impressions,
  clicks,
  conversions,
});

test("A01: twice the clicks on a hundred impressions each", () => {
  const report = evaluateExperiment([variant("A", 100, 10, 2), variant("B", 100, 20, 6)], 0.05);
  const [comparison] = report.comparisons;
  expect(comparison?.clickP).toBeCloseTo(0.023835, 6);
  expect(comparison?.clickSignificant).toBe(true);
  expect(comparison?.conversionP).toBeCloseTo(0.139522, 6);
  expect(comparison?.conversionSignificant).toBe(false);
  expect(comparison?.clickLift).toBeCloseTo(100, 9);
  expect(comparison?.conversionLift).toBeCloseTo(50, 9);
  expect(report.winner).toBe("B");
});

test("A03: two equal variants have no winner", () => {
  const report = evaluateExperiment([variant("A", 1000, 100, 20), variant("B", 1000, 100, 20)], 0.05);
  const [comparison] = report.comparisons;
  expect(comparison?.clickP).toBeCloseTo(0.5, 12);
  expect(comparison?.clickSignificant).toBe(false);
  expect(comparison?.conversionP).toBeCloseTo(0.563322, 6);
  expect(comparison?.conversionSignificant).toBe(false);
  expect(comparison?.clickLift).toBe(0);
  expect(comparison?.conversionLift).toBe(0);
  expect(report.winner).toBeNull();
});

test("a third variant makes the same difference not significant", () => {
  const report = evaluateExperiment(
    [variant("A", 100, 10, 2), variant("B", 100, 20, 6), variant("C", 100, 10, 2), variant("D", 100, 9, 2)],
    0.05,
  );
  expect(report.comparisons[0]?.clickPAdjusted).toBeCloseTo(3 * 0.023835, 4);
  expect(report.winner).toBeNull();
});

test("a control without clicks has no lift, and a worse variant never wins", () => {
  const report = evaluateExperiment([variant("A", 500, 0, 0), variant("B", 500, 0, 0)], 0.05);
  expect(report.comparisons[0]?.clickLift).toBeNull();
  expect(evaluateExperiment([variant("A", 1000, 200, 40), variant("B", 1000, 100, 5)], 0.05).winner).toBeNull();
});

test("unequal groups are reported by the split check", () => {
  expect(evaluateExperiment([variant("A", 1200, 100, 10), variant("B", 800, 90, 10)], 0.05).splitP).toBeLessThan(0.001);
});
