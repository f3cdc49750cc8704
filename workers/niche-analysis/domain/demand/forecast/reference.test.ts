/** R 4.2's HoltWinters and forecast 8.20's ets on the airline's passengers, all figures that the reference file has. */
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { referenceAbsent, referenceText } from "../../testing/reference.ts";
import { airPassengers } from "../../testing/series.ts";
import { continueEts, ets, type EtsModel } from "./ets.ts";
import { continued, holtWinters, type Smoothing } from "./holt-winters.ts";

const winters = z.object({
  SSE: z.number(),
  coefficients: z.record(z.string(), z.number()),
  forecast12: z.array(z.number()).length(12),
  first_fitted: z.array(z.number()).optional(),
});
const fitted = winters.extend({ alpha: z.number(), beta: z.number(), gamma: z.number() });
const twelve = z.array(z.number()).length(12);
const etsCase = z.object({
  par: z.record(z.string(), z.number()),
  mean: twelve,
  lo80: twelve,
  hi80: twelve,
  lo95: twelve,
  hi95: twelve,
});
const published = () =>
  z
    .object({
      HW_AirPassengers_mult: fitted,
      HW_AirPassengers_add: fitted,
      "HW_fixed_AirPassengers_mult_.3_.1_.5": winters,
      "HW_fixed_AirPassengers_add_.3_.1_.5": winters,
      ETS_AirPassengers_MAM: etsCase,
    })
    .parse(JSON.parse(referenceText("timeseries/expected.json")));
const close = (values: readonly number[], digits: number) => values.map((value) => expect.closeTo(value, digits));

describe.skipIf(referenceAbsent)("R's HoltWinters", () => {
  it.each([
    ["HW_fixed_AirPassengers_mult_.3_.1_.5", "multiplicative"],
    ["HW_fixed_AirPassengers_add_.3_.1_.5", "additive"],
    ["HW_AirPassengers_mult", "multiplicative"],
    ["HW_AirPassengers_add", "additive"],
  ] as const)("%s: errors, level, trend, all twelve seasons and the next year", (name, form) => {
    const wanted = published()[name];
    const smoothing: Smoothing =
      "alpha" in wanted ? { level: wanted.alpha, trend: wanted.beta, season: wanted.gamma } : { level: 0.3, trend: 0.1, season: 0.5 };
    const { state, squaredError, fitted: expected } = holtWinters(airPassengers, 12, form, smoothing);
    // Published smoothing has 13 digits, which its errors keep.
    expect(squaredError).toBeCloseTo(wanted.SSE, 4);
    const { a, b, ...seasons } = wanted.coefficients;
    expect([state.level, state.trend, ...state.season]).toEqual(close([a ?? 0, b ?? 0, ...Object.values(seasons)], 6));
    expect(continued(state, form, 12)).toEqual(close(wanted.forecast12, 6));
    expect(expected.slice(0, 3)).toEqual(close(wanted.first_fitted ?? expected.slice(0, 3), 9));
  });
});

describe.skipIf(referenceAbsent)("R's ets(M,A,M)", () => {
  it("has these means within 0.1 %, and these 80 and 95 % limits within 2 %, the noise of 1,000 futures, at every step", () => {
    const { par, mean, lo80, hi80, lo95, hi95 } = published().ETS_AirPassengers_MAM;
    const latest = Array.from({ length: 11 }, (_, i) => par[`s${i}`] ?? 0);
    const model: EtsModel = {
      form: { error: "M", trend: "A", season: "M" },
      alpha: par["alpha"] ?? 0,
      beta: par["beta"] ?? 0,
      gamma: par["gamma"] ?? 0,
      phi: 1,
      start: {
        level: par["l"] ?? 0,
        trend: par["b"] ?? 0,
        season: [12 - latest.reduce((sum, value) => sum + value, 0), ...latest.toReversed()],
      },
    };
    const forecast = continueEts(ets(airPassengers, model), model, 12, 1);
    const off = (ours: readonly number[], theirs: readonly number[]) =>
      Math.max(...ours.map((value, i) => Math.abs(value / (theirs[i] ?? Number.NaN) - 1)));
    expect(off(forecast.mean, mean)).toBeLessThan(0.001);
    expect(off(forecast.inner.low, lo80)).toBeLessThan(0.02);
    expect(off(forecast.inner.high, hi80)).toBeLessThan(0.02);
    expect(off(forecast.low, lo95)).toBeLessThan(0.02);
    expect(off(forecast.high, hi95)).toBeLessThan(0.02);
  });
});
