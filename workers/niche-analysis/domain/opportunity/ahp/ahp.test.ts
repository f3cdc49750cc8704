import { describe, expect, it } from "vitest";
import { randomIndex, weigh } from "./ahp.ts";

describe("Saaty's drinks (2008)", () => {
  const drinks = [
    [1, 9, 5, 2, 1, 1, 1 / 2],
    [1 / 9, 1, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
    [1 / 5, 3, 1, 1 / 3, 1 / 4, 1 / 3, 1 / 9],
    [1 / 2, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [1, 9, 4, 2, 1, 2, 1 / 2],
    [1, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [2, 9, 9, 3, 2, 3, 1],
  ];

  it("have the published weights and a consistency ratio of .022", () => {
    const weighed = weigh(drinks);
    if (!weighed.ok) throw new Error(weighed.error.detail);
    const { weights, lambdaMax, consistencyIndex, consistencyRatio, consistent, revise } = weighed.value;
    const eigenvector = [
      0.17745674744571682, 0.019149476024353605, 0.04183118166209788, 0.1164170317348587, 0.18957237532617624, 0.12878054853872253,
      0.32679263926807434,
    ];
    expect(weights).toEqual(eigenvector.map((weight) => expect.closeTo(weight, 12)));
    expect(lambdaMax).toBeCloseTo(7.17662903933035, 11);
    expect(consistencyIndex).toBeCloseTo(0.029438173221724966, 11);
    // The reference divides by an index of 1.32, that of 1980; with Saaty's of 2008 it is 1.35.
    expect(consistencyRatio).toBeCloseTo(0.029438173221724966 / 1.35, 11);
    expect(consistencyIndex / 1.32).toBeCloseTo(0.02230164638009467, 11);
    expect(consistencyRatio).toBeCloseTo(0.022, 3);
    expect([consistent, revise]).toEqual([true, undefined]);
  });
});

describe("judgements", () => {
  it("that agree perfectly give their own ratios", () => {
    const weighed = weigh([
      [1, 2, 6],
      [1 / 2, 1, 3],
      [1 / 6, 1 / 3, 1],
    ]);
    expect(weighed).toMatchObject({
      ok: true,
      value: {
        weights: [0.6, 0.3, 0.1].map((weight) => expect.closeTo(weight, 9)),
        consistencyRatio: expect.closeTo(0, 9),
        consistent: true,
      },
    });
  });

  it("that go round in a circle are to be revised, the worst first", () => {
    // Second against third should be about 3, as first is 2 times the second and 6 times the third; it says 1/3.
    const weighed = weigh([
      [1, 2, 6, 4],
      [1 / 2, 1, 1 / 7, 2],
      [1 / 6, 7, 1, 2 / 3],
      [1 / 4, 1 / 2, 3 / 2, 1],
    ]);
    if (!weighed.ok) throw new Error(weighed.error.detail);
    expect(weighed.value.consistencyRatio).toBeGreaterThan(0.1);
    expect(weighed.value.revise).toMatchObject({ first: 1, second: 2, judged: 1 / 7 });
    expect(weighed.value.revise?.suggested).toBeGreaterThan(0.3);
  });

  it("of one or two criteria cannot contradict themselves", () => {
    expect(weigh([[1]])).toMatchObject({ ok: true, value: { weights: [1], consistencyRatio: 0 } });
    expect(
      weigh([
        [1, 4],
        [1 / 4, 1],
      ]),
    ).toMatchObject({ ok: true, value: { weights: [0.8, 0.2].map((w) => expect.closeTo(w, 12)), consistencyRatio: 0 } });
  });

  it("are refused when they are not a square, not positive or not each other's reciprocals", () => {
    for (const bad of [
      [],
      [[1, 2]],
      [
        [1, 2],
        [2, 1],
      ],
      [
        [1, -2],
        [-1 / 2, 1],
      ],
    ])
      expect(weigh(bad)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });

  it("are held against Saaty's random index of 2008", () => {
    expect(Object.values(randomIndex)).toEqual([0.52, 0.89, 1.11, 1.25, 1.35, 1.4, 1.45, 1.49]);
  });
});
