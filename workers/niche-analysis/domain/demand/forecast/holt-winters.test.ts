import { describe, expect, it } from "vitest";
import { airPassengers } from "../../testing/series.ts";
import { seasonalFigure } from "../decomposition/classical-seasons.ts";
import { continued, fitSmoothing, holtWinters, holtWintersForecast } from "./holt-winters.ts";

const close = (values: readonly number[], digits: number) => values.map((value) => expect.closeTo(value, digits));

it("the airline's classical seasons are those of R's decompose", () => {
  const figure = [
    0.9102303673722, 0.8836253206944, 1.007366287604, 0.9759060123228, 0.9813780274951, 1.112775826679, 1.226555542931, 1.219910969446,
    1.060491932647, 0.9217572404105, 0.8011780824135, 0.898824389985,
  ];
  expect(seasonalFigure(airPassengers, 12, "multiplicative")).toEqual(close(figure, 10));
});

describe("R 4.2's HoltWinters on the airline's passengers with α .3, β .1, γ .5", () => {
  const smoothing = { level: 0.3, trend: 0.1, season: 0.5 };

  it("multiplicative", () => {
    const { state, fitted, squaredError } = holtWinters(airPassengers, 12, "multiplicative", smoothing);
    expect(squaredError).toBeCloseTo(21272.7146039801, 6);
    expect(fitted.slice(0, 3)).toEqual(close([111.081808708867, 122.523658084852, 137.863097049405], 9));
    expect([state.level, state.trend, state.season[0], state.season[11]]).toEqual(
      close([491.608882356518, 3.945993338251, 0.9080636381383, 0.8810145826663], 9),
    );
    const forecast = [
      449.995363320563, 427.331725338953, 488.183081550852, 504.703743561492, 521.362957407172, 597.971358359053, 683.349815449995,
      674.829712025029, 561.918411629933, 497.215138452765, 427.940935479635, 474.832326413626,
    ];
    expect(continued(state, "multiplicative", 12)).toEqual(close(forecast, 8));
  });

  it("additive", () => {
    const { state, fitted, squaredError } = holtWinters(airPassengers, 12, "additive", smoothing);
    expect(squaredError).toBeCloseTo(44932.1072387033, 6);
    expect(fitted.slice(0, 3)).toEqual(close([110.643162393162, 122.393273115773, 138.026552428127], 9));
    const forecast = [
      462.861518936006, 448.218363579909, 498.178759423068, 514.65396177774, 528.572427057169, 586.705505437193, 649.955194586073,
      636.277695718505, 541.749160869409, 491.857022994421, 440.477122347026, 484.277591685093,
    ];
    expect(continued(state, "additive", 12)).toEqual(close(forecast, 8));
  });
});

describe("the fit", () => {
  // R's optimum: squared errors 16570.78 (multiplicative) and 21860.18 (additive).
  it.each([
    ["multiplicative", 16570.7778669999, { level: 0.2755924747364, trend: 0.03269295273366, season: 0.870729222265 }],
    ["additive", 21860.1846218501, { level: 0.2479594897356, trend: 0.03453372964885, season: 1 }],
  ] as const)("of the %s form is at least as good as R's", (form, squaredError, published) => {
    expect(holtWinters(airPassengers, 12, form, published).squaredError).toBeCloseTo(squaredError, 3);
    const found = fitSmoothing(airPassengers, 12, form);
    expect(holtWinters(airPassengers, 12, form, found).squaredError).toBeLessThan(squaredError * 1.0001);
    expect(found.level).toBeCloseTo(published.level, 1);
  });
});

describe("a forecast", () => {
  const forecast = holtWintersForecast(12, "multiplicative", 1).answer(airPassengers, 24);

  it("is R's within a tenth of a per cent", () => {
    expect((forecast?.mean[0] ?? 0) / 447.055931344916).toBeCloseTo(1, 3);
    expect((forecast?.mean[11] ?? 0) / 465.634500936807).toBeCloseTo(1, 3);
  });

  it("has limits around it that widen with time, the same for the same seed", () => {
    const width = (step: number) => (forecast?.high[step] ?? 0) - (forecast?.low[step] ?? 0);
    expect(width(23) > width(11) && width(11) > width(0) && width(0) > 0).toBe(true);
    expect(holtWintersForecast(12, "multiplicative", 1).answer(airPassengers, 24)).toEqual(forecast);
    expect(holtWintersForecast(12, "multiplicative", 2).answer(airPassengers, 24)?.low).not.toEqual(forecast?.low);
  });

  it("needs two periods and two values, and values above 0 where it divides", () => {
    const history = airPassengers.slice(0, 26);
    expect(holtWintersForecast(12, "additive", 1).answer(history, 3)?.mean).toHaveLength(3);
    expect(holtWintersForecast(12, "additive", 1).answer(history.slice(1), 3)).toBeUndefined();
    const gap = history.map((value, i) => (i === 7 ? 0 : value));
    expect(holtWintersForecast(12, "multiplicative", 1).answer(gap, 3)).toBeUndefined();
  });
});
