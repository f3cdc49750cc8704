import { expect, test } from "vitest";
import { fisherExact, oddsRatio, splitP, twoProportionZ } from "./two-proportions.ts";

test("S01: two-proportion z of 40/100 against 30/100", () => {
  const { z, p } = twoProportionZ({ count: 40, of: 100 }, { count: 30, of: 100 });
  expect(z).toBeCloseTo(1.482499, 6);
  expect(p).toBeCloseTo(0.138208, 6);
});

test("S03: Fisher, two-sided, on [[8, 2], [1, 5]]", () => {
  const fisher = fisherExact([
    [8, 2],
    [1, 5],
  ]);
  expect(fisher.oddsRatio).toBe(20);
  expect(fisher.p).toBeCloseTo(0.034965, 6);
});

test("S15: odds ratio of [[30, 70], [10, 90]]", () => {
  expect(
    oddsRatio([
      [30, 70],
      [10, 90],
    ]),
  ).toBeCloseTo(3.857143, 6);
});

// z and Fisher p computed with SciPy for the same counts.
test.each([
  [200, 4000, 250, 4000, 2.4262484174894627, 0.015255823642624351, 0.017333513842837763],
  [45, 1000, 60, 1000, 1.5038585877973938, 0.1326177819292726, 0.16015060083152047],
  [14, 28, 16, 30, 0.2538591035287969, 0.7996044106165793, 1],
  [500, 10000, 565, 10000, 2.0470143909617695, 0.04065667157853767, 0.04380465532171401],
])("z and Fisher of %i/%i against %i/%i", (a, n, b, m, z, p, fisherP) => {
  const zTest = twoProportionZ({ count: b, of: m }, { count: a, of: n });
  expect(zTest.z).toBeCloseTo(z, 12);
  expect(zTest.p).toBeCloseTo(p, 12);
  const fisher = fisherExact([
    [b, m - b],
    [a, n - a],
  ]);
  expect(fisher.p).toBeCloseTo(fisherP, 9);
});

test("groups without a single success do not differ", () => {
  expect(twoProportionZ({ count: 0, of: 10 }, { count: 0, of: 20 })).toEqual({ z: 0, p: 1, pGreater: 0.5 });
});

test("an even split raises no alarm and a lopsided one does", () => {
  expect(splitP([1000, 1000])).toBe(1);
  // chi-square = 2 * 50^2/1000 = 5, p with one degree of freedom (printed tables).
  expect(splitP([1050, 950])).toBeCloseTo(0.02534732, 7);
  expect(splitP([1200, 800])).toBeLessThan(0.001);
});
