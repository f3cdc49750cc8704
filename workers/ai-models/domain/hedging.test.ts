import { assert, array, integer, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { answersToJudge, HedgeBudget, hedgeCredit, hedgeShare, Pace } from "./hedging.ts";

describe("the pace of answers", () => {
  it("knows after twenty answers what is slow: their 95th percentile, within the sketch's error", () => {
    const pace = new Pace();
    for (let ms = 1; ms < answersToJudge; ms++) pace.note("m@1", 10, ms, 0);
    expect(pace.slowAfterMs("m@1", 10, 0)).toBeUndefined();
    for (let ms = answersToJudge; ms <= 100; ms++) pace.note("m@1", 10, ms, 0);
    expect(Math.abs((pace.slowAfterMs("m@1", 10, 0) ?? 0) / 95 - 1)).toBeLessThanOrEqual(0.02);
  });

  it("tells versions and sizes apart", () => {
    const pace = new Pace();
    for (let i = 0; i < 40; i++) {
      pace.note("m@1", 10, 5, 0);
      pace.note("m@1", 10_000, 900, 0);
    }
    expect(pace.slowAfterMs("m@1", 11, 0)).toBeCloseTo(5, 0);
    expect(pace.slowAfterMs("m@1", 9_000, 0)).toBeGreaterThan(850);
    expect(pace.slowAfterMs("m@2", 10, 0)).toBeUndefined();
  });

  it("forgets after two minutes how it was", () => {
    const pace = new Pace();
    for (let i = 0; i < 40; i++) pace.note("m@1", 10, 5, 0);
    expect(pace.slowAfterMs("m@1", 10, 90_000)).toBeCloseTo(5, 0);
    expect(pace.slowAfterMs("m@1", 10, 220_000)).toBeUndefined();
  });
});

describe("the budget of hedges", () => {
  it("never lets them cost more than a twentieth of what was sent and the credit", () => {
    assert(
      property(array(tuple(integer({ min: 1, max: 20_000 }), integer({ min: 1, max: 20_000 })), { maxLength: 400 }), (calls) => {
        const budget = new HedgeBudget();
        let [sent, hedged] = [0, 0];
        for (const [tokens, wanted] of calls) {
          budget.sent(tokens);
          sent += tokens;
          if (budget.spend(wanted)) hedged += wanted;
          expect(hedged).toBeLessThanOrEqual(sent * hedgeShare + 1e-6);
        }
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it("keeps no more credit from a busy time than one call of moderate size", () => {
    const budget = new HedgeBudget();
    budget.sent(10_000_000);
    expect(budget.spend(hedgeCredit)).toBe(true);
    expect(budget.spend(1)).toBe(false);
  });
});
