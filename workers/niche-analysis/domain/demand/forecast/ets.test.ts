import { describe, expect, it } from "vitest";
import { airPassengers } from "../../testing/series.ts";
import { continueEts, ets, etsForecast, fitEts, type EtsModel } from "./ets.ts";

/** Fitted by R's forecast 8.20 to the airline's passengers; s0 is the season before the first observation, s11 makes the mean 1. */
const latest = [
  0.9000411199468, 0.7826691070681, 0.9013680438689, 1.047617769761, 1.153706799062, 1.183031401968, 1.083995121463, 0.9786588987833,
  1.033161642576, 1.080756909901, 0.9522478841868,
];
const published: EtsModel = {
  alpha: 0.394996850495,
  beta: 0.01070044190334,
  gamma: 0.3995392024006,
  start: {
    level: 122.375426016476,
    trend: 1.107366582084,
    season: [12 - latest.reduce((sum, value) => sum + value, 0), ...latest.toReversed()],
  },
};
const mean = [
  448.9737671674, 425.227817273056, 484.213711484926, 504.611072287966, 519.142264717416, 593.587326036826, 680.464428317188,
  670.022471315659, 555.315068262266, 491.265325530934, 420.702922801188, 466.317755681308,
];
const low = { first: 413.971785784617, last: 401.694743349634 };
const high = { first: 483.975748550184, last: 530.940768012983 };

describe("ETS(M,A,M) on the airline's passengers", () => {
  const fit = ets(airPassengers, published);

  it("has R's likelihood, AIC and variance with R's parameters", () => {
    expect(fit.logLikelihood).toBeCloseTo(-682.403619057806, 6);
    expect(fit.aic).toBeCloseTo(1398.80723811561, 6);
    expect(fit.variance).toBeCloseTo(0.001582148135242, 9);
  });

  it("goes on as R's does, within a tenth of a per cent", () => {
    const forecast = continueEts(fit, published, 12, 1);
    // R takes the season's covariance with the level into its mean, which we leave at the path without errors.
    mean.forEach((value, step) => expect((forecast.mean[step] ?? 0) / value).toBeCloseTo(1, 3));
  });

  it("has R's 95 % limits within 2 %, the noise of 1,000 futures", () => {
    const forecast = continueEts(fit, published, 12, 1);
    const ratios = [
      (forecast.low[0] ?? 0) / low.first,
      (forecast.low[11] ?? 0) / low.last,
      (forecast.high[0] ?? 0) / high.first,
      (forecast.high[11] ?? 0) / high.last,
    ];
    for (const ratio of ratios) expect(Math.abs(ratio - 1)).toBeLessThan(0.02);
  });

  it("is fitted nearly as well as R does, which fits the first season too", () => {
    const own = ets(airPassengers, fitEts(airPassengers, 12));
    expect(own.logLikelihood).toBeGreaterThan(-682.4 - 12);
  });

  it("is not for short series or zeros", () => {
    const answer = etsForecast(12, 1);
    expect(answer(airPassengers.slice(0, 25), 3)).toBeUndefined();
    expect(answer([...airPassengers, 0], 3)).toBeUndefined();
    expect(answer(airPassengers, 3)?.mean).toHaveLength(3);
  });
});
