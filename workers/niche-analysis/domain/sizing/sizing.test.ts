import { describe, expect, it } from "vitest";
import type { Uncertain } from "../../../../contracts/services/niche-market-size.ts";
import { chances } from "../../../kit/statistics/chance.ts";
import { referenceAbsent, referenceText } from "../testing/reference.ts";
import { marketSize, type MarketSizeInput } from "./market-size.ts";
import { spreadOf } from "./spread.ts";
import { checked, draw } from "./uncertain.ts";

const draws = (input: Uncertain, seed = 1, n = 20_000) => {
  const { parameters } = chances(seed);
  return Array.from({ length: n }, () => draw(input, parameters));
};

describe("an uncertain number", () => {
  it("as PERT has mean (a + 4m + b)/6 and stays between its ends", () => {
    const values = draws({ kind: "pert", low: 10, mode: 20, high: 60 });
    const { mean, meanError } = spreadOf(values);
    expect(Math.abs(mean - 25)).toBeLessThan(4 * meanError);
    expect(Math.min(...values) >= 10 && Math.max(...values) <= 60).toBe(true);
  });

  it("as lognormal has the stated percentiles, and their geometric mean as median", () => {
    const { p10, p50, p90 } = spreadOf(draws({ kind: "lognormal", p10: 100, p90: 900 }));
    expect([p10 / 100, p50 / 300, p90 / 900]).toEqual([1, 1, 1].map((one) => expect.closeTo(one, 1)));
  });

  it("is refused out of order, out of range, or unbounded where there is a bound", () => {
    const bad: [Uncertain, number?][] = [
      [{ kind: "pert", low: 2, mode: 1, high: 3 }],
      [{ kind: "fixed", value: Number.NaN }],
      [{ kind: "fixed", value: -1 }],
      [{ kind: "fixed", value: 1.2 }, 1],
      [{ kind: "lognormal", p10: 0, p90: 1 }],
      [{ kind: "lognormal", p10: 0.1, p90: 0.5 }, 1],
    ];
    for (const [input, most] of bad) expect(checked("x", input, 0, most)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    expect(checked("x", { kind: "pert", low: 1, mode: 1, high: 3 }, 0).ok).toBe(true);
  });
});

describe.skipIf(referenceAbsent)("the spread of draws from a lognormal", () => {
  it.each([1, 6, 12, 24])("has its closed-form percentiles and mean after %d months", (months) => {
    const { lognormal_fan: fan } = JSON.parse(referenceText("scoring/closed_form_cases.json")) as {
      lognormal_fan: { rows: { t: number; p5: number; p10: number; p50: number; p90: number; p95: number; mean: number }[] };
    };
    const row = fan.rows.find(({ t }) => t === months);
    const spread = spreadOf(draws({ kind: "lognormal", p10: row?.p10 ?? 1, p90: row?.p90 ?? 2 }, 3, 100_000));
    for (const key of ["p5", "p10", "p50", "p90", "p95"] as const) expect(spread[key] / (row?.[key] ?? 1)).toBeCloseTo(1, 2);
    expect(Math.abs(spread.mean - (row?.mean ?? 0))).toBeLessThan(4 * spread.meanError);
    expect(Math.abs(spread.p50 - (row?.p50 ?? 0))).toBeLessThan(4 * spread.p50Error);
  });
});

describe("the size of a market", () => {
  const fixed = (value: number): Uncertain => ({ kind: "fixed", value });
  const certain: MarketSizeInput = {
    currency: "USD",
    customers: fixed(10_000),
    monthlyPrice: fixed(20),
    serviceable: fixed(0.3),
    obtainable: fixed(0.05),
    seed: 1,
    samples: 100,
  };

  it("is customers × price × 12, then the shares", () => {
    const size = marketSize(certain);
    expect(size).toMatchObject({
      ok: true,
      value: {
        total: { mean: expect.closeTo(2_400_000, 3), p5: 2_400_000, p95: 2_400_000, meanError: expect.closeTo(0, 3) },
        serviceable: { p50: 720_000 },
        obtainable: { p50: 36_000, p50Error: 0 },
      },
    });
  });

  it("keeps the mean of a product of independent numbers and shows their spread", () => {
    const size = marketSize({
      ...certain,
      customers: { kind: "lognormal", p10: 5000, p90: 20_000 },
      monthlyPrice: { kind: "pert", low: 10, mode: 20, high: 30 },
      obtainable: { kind: "pert", low: 0.01, mode: 0.04, high: 0.15 },
      samples: 20_000,
    });
    if (!size.ok) throw new Error(size.error.detail);
    // Means: lognormal 10,000 · exp(σ²/2) with σ = ln 2 ÷ 1.28155, PERT 20 and 0.32/6.
    const sigma = Math.log(2) / 1.2815515655446004;
    const customers = 10_000 * Math.exp(sigma ** 2 / 2);
    const { total, obtainable } = size.value;
    expect(Math.abs(total.mean - customers * 20 * 12)).toBeLessThan(4 * total.meanError);
    expect(Math.abs(obtainable.mean - (customers * 240 * 0.3 * 0.32) / 6)).toBeLessThan(4 * obtainable.meanError);
    expect(obtainable.p10 < obtainable.p50 && obtainable.p50 < obtainable.mean && obtainable.mean < obtainable.p90).toBe(true);
  });

  it("repeats with its seed, and more draws leave less error", () => {
    const wide = { ...certain, customers: { kind: "lognormal", p10: 5000, p90: 20_000 } as const };
    const [few, again, other, many] = [wide, wide, { ...wide, seed: 2 }, { ...wide, samples: 10_000 }].map(marketSize);
    expect(again).toEqual(few);
    expect(other).not.toEqual(few);
    const error = (size: typeof few) => (size?.ok === true ? size.value.total.meanError : Number.NaN);
    expect(error(few) / error(many)).toBeGreaterThan(5);
  });

  it("is checked against a stated figure, which does not enter it", () => {
    const wide = { ...certain, customers: { kind: "lognormal", p10: 5000, p90: 20_000 } as const, samples: 5000 };
    const [alone, near, far] = [wide, { ...wide, topDown: 2_400_000 }, { ...wide, topDown: 48_000_000 }].map(marketSize);
    if (alone?.ok !== true || near?.ok !== true || far?.ok !== true || !far.value.topDown) throw new Error("refused");
    expect(near.value.total).toEqual(alone.value.total);
    expect(near.value.topDown).toMatchObject({ stated: 2_400_000, ratio: expect.closeTo(1, 1), agrees: true });
    expect(far.value.topDown).toMatchObject({ ratio: expect.closeTo(20, 0), agrees: false });
    const { low, high } = far.value.topDown;
    expect((low ?? 0) < 20 && (high ?? 0) > 20).toBe(true);
  });

  it("says which input moves it most", () => {
    const size = marketSize({
      ...certain,
      customers: { kind: "lognormal", p10: 5000, p90: 20_000 },
      obtainable: { kind: "pert", low: 0.04, mode: 0.05, high: 0.06 },
      samples: 20_000,
    });
    if (!size.ok) throw new Error(size.error.detail);
    const [first, second, ...others] = size.value.swings;
    // 5,000 and 20,000 customers × 20 × 12 × 0.3 × 0.05.
    expect(first?.name).toBe("customers");
    expect([(first?.atLow ?? 0) / 18_000, (first?.atHigh ?? 0) / 72_000]).toEqual([expect.closeTo(1, 1), expect.closeTo(1, 1)]);
    expect(second?.name).toBe("obtainable");
    expect(others.map(({ swing }) => swing)).toEqual([0, 0]);
  });

  it("has no ratio to a market of nothing", () => {
    expect(marketSize({ ...certain, customers: fixed(0), topDown: 5 })).toMatchObject({
      ok: true,
      value: { total: { mean: 0 }, topDown: { ratio: null, low: null, high: null, agrees: false } },
    });
  });

  it("refuses ranges so wide that their product is no number", () => {
    const wide = { kind: "lognormal", p10: 1e-300, p90: 1e200 } as const;
    expect(marketSize({ ...certain, monthlyPrice: wide })).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });

  it("refuses a share above 1 and names it", () => {
    expect(marketSize({ ...certain, obtainable: fixed(5) })).toMatchObject({
      ok: false,
      error: { detail: expect.stringContaining("obtainable") },
    });
  });
});
