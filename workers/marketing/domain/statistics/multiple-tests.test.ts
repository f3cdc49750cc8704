import { expect, test } from "vitest";
import { benjaminiHochberg, holm } from "./multiple-tests.ts";

const five = [0.01, 0.02, 0.03, 0.04, 0.05];
const near = (values: number[]) => values.map((value) => expect.closeTo(value, 12));

test("S12: Holm on five p-values", () => {
  expect(holm(five)).toEqual(near([0.05, 0.08, 0.09, 0.09, 0.09]));
});

test("S13: Benjamini-Hochberg on five p-values", () => {
  expect(benjaminiHochberg(five)).toEqual(near([0.05, 0.05, 0.05, 0.05, 0.05]));
});

test("adjusted values stay in the places of their tests and never exceed one", () => {
  expect(holm([0.6, 0.01])).toEqual(near([0.6, 0.02]));
  expect(holm([0.9, 0.8])).toEqual(near([1, 1]));
  expect(benjaminiHochberg([0.04, 0.01, 0.5])).toEqual(near([0.06, 0.03, 0.5]));
});
