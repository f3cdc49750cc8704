import { expect, test } from "vitest";
import { betaCdf, betaQuantile, chiSquareTail, hypergeometric, lnGamma, normalQuantile, normalTail } from "./distributions.ts";

test("ln gamma equals factorials and the half-integer value", () => {
  expect(lnGamma(1)).toBeCloseTo(0, 13);
  expect(lnGamma(11)).toBeCloseTo(Math.log(3_628_800), 12);
  expect(lnGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 13);
});

test("normal tail and quantile agree with the printed tables (Abramowitz & Stegun 26.1)", () => {
  expect(normalTail(1)).toBeCloseTo(0.15865525393146, 13);
  expect(normalTail(-1)).toBeCloseTo(0.84134474606854, 13);
  expect(normalTail(6) / 9.865876450377e-10).toBeCloseTo(1, 10);
  expect(normalQuantile(0.975)).toBeCloseTo(1.95996398454005, 12);
  expect(normalQuantile(0.8)).toBeCloseTo(0.84162123357291, 12);
  expect(normalQuantile(0.5)).toBe(0);
});

test("chi-square tail equals its closed forms for one and two degrees of freedom", () => {
  expect(chiSquareTail(3, 2)).toBeCloseTo(Math.exp(-1.5), 13);
  expect(chiSquareTail(1.5 ** 2, 1)).toBeCloseTo(2 * normalTail(1.5), 13);
});

test("the incomplete beta function equals the binomial sum and is inverted by its quantile", () => {
  // I_x(2, 3) = P(Bin(4, x) >= 2)
  const x = 0.3;
  const atLeastTwo = 6 * x ** 2 * 0.7 ** 2 + 4 * x ** 3 * 0.7 + x ** 4;
  expect(betaCdf(x, 2, 3)).toBeCloseTo(atLeastTwo, 13);
  expect(betaCdf(betaQuantile(0.025, 40, 61), 40, 61)).toBeCloseTo(0.025, 12);
});

test("beyond their range distributions are 0 or 1, not a number that means nothing", () => {
  expect([betaCdf(-0.1, 2, 3), betaCdf(0, 2, 3), betaCdf(1, 2, 3), betaCdf(1.1, 2, 3)]).toEqual([0, 0, 1, 1]);
  expect([chiSquareTail(-1, 2), chiSquareTail(0, 2)]).toEqual([1, 1]);
  expect([hypergeometric(-1, 4, 5, 52), hypergeometric(0, 50, 5, 52)]).toEqual([0, 0]);
});

test("hypergeometric probabilities equal counted hands and add up to one", () => {
  // Two aces in five cards of 52: C(4,2) C(48,3) / C(52,5).
  expect(hypergeometric(2, 4, 5, 52)).toBeCloseTo((6 * 17_296) / 2_598_960, 12);
  const total = [0, 1, 2, 3, 4].reduce((sum, k) => sum + hypergeometric(k, 4, 5, 52), 0);
  expect(total).toBeCloseTo(1, 12);
  expect(hypergeometric(5, 4, 5, 52)).toBe(0);
});
