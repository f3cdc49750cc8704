import { describe, expect, it } from "vitest";
import { chances } from "../../../../kit/statistics/chance.ts";
import { airPassengers } from "../../testing/series.ts";
import { chooseEts, continueEts, ets, etsForecast, etsForms, fitEts, nameOf, type EtsForm, type EtsModel } from "./ets.ts";

/** Fitted by R's forecast 8.20 to the airline's passengers; s0 is the season before the first observation, s11 makes the mean 1. */
const latest = [
  0.9000411199468, 0.7826691070681, 0.9013680438689, 1.047617769761, 1.153706799062, 1.183031401968, 1.083995121463, 0.9786588987833,
  1.033161642576, 1.080756909901, 0.9522478841868,
];
const form: EtsForm = { error: "M", trend: "A", season: "M" };
const published: EtsModel = {
  form,
  phi: 1,
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
    expect(fit.aicc).toBeCloseTo(1403.66438097275, 6);
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

  it("is fitted better than R does, which stays at a local optimum with a restless season", () => {
    const own = ets(airPassengers, fitEts(airPassengers, 12, form));
    expect(own.logLikelihood).toBeGreaterThan(-682.403619057806);
  });
});

describe("the choice of a form", () => {
  const damped: EtsForm = { error: "M", trend: "Ad", season: "M" };
  const fitOf = (one: EtsForm) => ets(airPassengers, fitEts(airPassengers, 12, one));

  it("of the airline takes R's damped form over R's own fit of the undamped one, as R does", () => {
    // R's automatic choice is ETS(M,Ad,M); its ETS(M,A,M) has the AICc 1403.66.
    expect(fitOf(damped).aicc).toBeLessThan(1403.66438097275);
    // Every other form is worse than the damped one; but for the undamped one, where it is fitted better than R fits it.
    const better = etsForms({ seasonal: true, positive: true }).filter((one) => fitOf(one).aicc < fitOf(damped).aicc);
    expect(["ETS(M,A,M)"]).toEqual(expect.arrayContaining(better.map(nameOf)));
    expect(chooseEts(airPassengers, 12)?.model.form).toEqual(better[0] ?? damped);
  });

  it("damps a trend that dies away, leaves the season out where there is none, and everything where nothing moves", () => {
    const { process } = chances(3);
    const noise = () => process.normal();
    const dying = Array.from({ length: 60 }, (_, i) => 500 - 400 * 0.9 ** i + 3 * noise());
    expect(chooseEts(dying, 12)?.model.form).toMatchObject({ trend: "Ad", season: "N" });
    const level = Array.from({ length: 60 }, () => 100 + 10 * noise());
    expect(chooseEts(level, 12)?.model.form).toMatchObject({ trend: "N", season: "N" });
    const seasonal = Array.from({ length: 60 }, (_, i) => 100 + 40 * Math.sin((i * Math.PI) / 6) + noise());
    expect(chooseEts(seasonal, 12)?.model.form.season).not.toBe("N");
  });

  it("leaves out relative forms where there are zeros, and seasons where the past is too short for them", () => {
    const names = (options: { seasonal: boolean; positive: boolean }) => etsForms(options).map(nameOf);
    expect(names({ seasonal: true, positive: true })).toHaveLength(15);
    expect(names({ seasonal: true, positive: false })).toEqual(
      ["N,N", "N,A", "A,N", "A,A", "Ad,N", "Ad,A"].map((rest) => `ETS(A,${rest})`),
    );
    expect(names({ seasonal: false, positive: false })).toEqual(["ETS(A,N,N)", "ETS(A,A,N)", "ETS(A,Ad,N)"]);
    const answer = (values: readonly number[]) => etsForecast(12, 1).answer(values, 3);
    expect(answer(airPassengers.slice(0, 9))).toBeUndefined();
    expect(answer(airPassengers.slice(0, 25))?.method).toMatch(/^ETS\(.,.d?,N\)/);
    expect(answer([...airPassengers, 0])?.method).toMatch(/^ETS\(A,/);
    expect(answer(airPassengers)?.mean).toHaveLength(3);
  });
});
