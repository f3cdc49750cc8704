import { expect, test } from "vitest";
import { chances, type Chance } from "./chance.ts";

const draws = 40_000;

/** Mean and variance of `draws` draws with a fixed seed. */
function moments(draw: (chance: Chance) => number): { mean: number; variance: number; values: number[] } {
  const { process } = chances(20260101);
  const values = Array.from({ length: draws }, () => draw(process));
  const mean = values.reduce((sum, value) => sum + value, 0) / draws;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (draws - 1), values };
}

/** 1 is the limit: the mean four standard errors from theory, or the variance 5 % from it. */
function misfit({ mean, variance }: { mean: number; variance: number }, theory: { mean: number; variance: number }): number {
  const ofMean = Math.abs(mean - theory.mean) / (4 * Math.sqrt(theory.variance / draws));
  return Math.max(ofMean, Math.abs(variance / theory.variance - 1) / 0.05);
}

test("normals have mean 0 and variance 1", () =>
  expect(
    misfit(
      moments((chance) => chance.normal()),
      { mean: 0, variance: 1 },
    ),
  ).toBeLessThan(1));

test("gammas have mean and variance equal to their shape, below 1 too", () => {
  for (const shape of [0.5, 3.7])
    expect(
      misfit(
        moments((chance) => chance.gamma(shape)),
        { mean: shape, variance: shape },
      ),
    ).toBeLessThan(1);
});

test("betas have mean a/(a+b) and variance ab/((a+b)²(a+b+1))", () => {
  expect(
    misfit(
      moments((chance) => chance.beta(12.5, 228.5)),
      { mean: 12.5 / 241, variance: (12.5 * 228.5) / (241 ** 2 * 242) },
    ),
  ).toBeLessThan(1);
});

test("PERT draws stay in range with mean (low + 4 mode + high)/6", () => {
  const pert = moments((chance) => chance.pert(0.02, 0.05, 0.14));
  expect(pert.values.every((value) => value >= 0.02 && value <= 0.14)).toBe(true);
  expect(pert.mean).toBeCloseTo((0.02 + 4 * 0.05 + 0.14) / 6, 3);
});

test("a PERT without width is its mode", () => expect(chances(1).process.pert(0.3, 0.3, 0.3)).toBe(0.3));

test("Poisson draws have mean and variance λ, on both sides of the normal approximation", () => {
  for (const mean of [0.4, 12, 29.9, 30, 400])
    expect(
      misfit(
        moments((chance) => chance.poisson(mean)),
        { mean, variance: mean },
      ),
    ).toBeLessThan(1);
});

test("binomial draws have mean np and variance npq, on both sides of the normal approximation, and stay within n", () => {
  for (const [trials, probability] of [
    [10, 0.3],
    [500, 0.05],
    [600, 0.05],
    [40, 0.95],
    [5000, 0.4],
  ] as const) {
    const drawn = moments((chance) => chance.binomial(trials, probability));
    expect(misfit(drawn, { mean: trials * probability, variance: trials * probability * (1 - probability) })).toBeLessThan(1);
    expect(drawn.values.every((value) => Number.isInteger(value) && value >= 0 && value <= trials)).toBe(true);
  }
});

test("impossible and certain binomials need no luck", () => {
  const { process } = chances(1);
  expect([process.binomial(10, 0), process.binomial(10, 1), process.binomial(0, 0.5)]).toEqual([0, 10, 0]);
});

test("the two streams of a seed differ, and each repeats", () => {
  const [a, b] = [chances(7), chances(7)];
  const first = [a.parameters.uniform(), a.process.uniform()];
  expect(first).toEqual([b.parameters.uniform(), b.process.uniform()]);
  expect(first[0]).not.toBe(first[1]);
});

test("Dirichlet weights add up to 1, and each has the mean aᵢ/Σa and the variance of its Beta", () => {
  const concentrations = [1, 2, 3];
  const { process } = chances(5);
  const drawn = Array.from({ length: draws }, () => process.dirichlet(concentrations));
  expect(drawn.every((weights) => Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-12)).toBe(true);
  concentrations.forEach((a, i) => {
    const values = drawn.map((weights) => weights[i] ?? Number.NaN);
    const mean = values.reduce((sum, value) => sum + value, 0) / draws;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (draws - 1);
    expect(misfit({ mean, variance }, { mean: a / 6, variance: (a * (6 - a)) / (36 * 7) })).toBeLessThan(1);
  });
});
