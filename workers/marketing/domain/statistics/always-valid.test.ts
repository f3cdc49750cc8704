import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { expect, test } from "vitest";
import { alwaysValidTest, sequenceHalfWidth, sequenceRho } from "./always-valid.ts";
import { twoProportionZ } from "./two-proportions.ts";

// Computed independently from Johari et al. 2015.
test.each([
  [200, 4000, 250, 4000, 0.01, 4.696578078612928, 0.21292097847872607],
  [45, 1000, 60, 1000, 0.02, 1.1046908233244856, 0.9052306571992458],
  [500, 10000, 565, 10000, 0.01, 2.030691425022218, 0.4924431096118205],
])("mixture ratio of %i/%i against %i/%i at tau %d", (a, n, b, m, tau, ratio, p) => {
  const result = alwaysValidTest({ count: a, of: n }, { count: b, of: m }, tau);
  expect(result.ratio).toBeCloseTo(ratio, 9);
  expect(result.p).toBeCloseTo(p, 9);
});

test("width parameter of the confidence sequence (arXiv 2103.06476, eq. 9)", () => {
  expect(sequenceRho(0.05, 5000)).toBeCloseTo(0.03984006677137368, 12);
  expect(sequenceRho(0.05, 1000)).toBeCloseTo(0.08908509752892212, 12);
});

test("the confidence sequence is wider than the fixed interval where it is narrowest, by less than double", () => {
  const half = sequenceHalfWidth(1000, 1, sequenceRho(0.05, 1000), 0.05);
  const fixed = 1.96 / Math.sqrt(1000);
  expect(half / fixed).toBeGreaterThan(1);
  expect(half / fixed).toBeLessThan(2);
});

test("looking fifty times at equal variants raises false alarms with z and not with the mixture test", () => {
  const random = xoroshiro128plus(7);
  const draw = () => (random.next() >>> 0) / 2 ** 32 < 0.1;
  const runs = 200;
  let fooledByZ = 0;
  let fooledByMixture = 0;
  for (let run = 0; run < runs; run++) {
    const [a, b] = [
      { count: 0, of: 0 },
      { count: 0, of: 0 },
    ];
    let [z, mixture] = [false, false];
    for (let look = 0; look < 50; look++) {
      for (let i = 0; i < 100; i++) {
        a.of += 1;
        b.of += 1;
        if (draw()) a.count += 1;
        if (draw()) b.count += 1;
      }
      z ||= twoProportionZ(a, b).p < 0.05;
      mixture ||= alwaysValidTest(a, b, 0.02).p < 0.05;
    }
    if (z) fooledByZ += 1;
    if (mixture) fooledByMixture += 1;
  }
  expect(fooledByZ / runs).toBeGreaterThan(0.2);
  expect(fooledByMixture / runs).toBeLessThan(0.05);
});
