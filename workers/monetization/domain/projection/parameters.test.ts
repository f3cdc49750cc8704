import { expect, test } from "vitest";
import { projectionInputsSchema } from "../../../../contracts/services/projections.ts";
import { quantile } from "../interval.ts";
import { chances } from "../../../kit/statistics/chance.ts";
import { centralRates, drawRates, listParameters, readParameters } from "./parameters.ts";
import type { UserRates } from "./users.ts";

const draws = 20_000;
const inputs = projectionInputsSchema.parse({
  acquisition: { value: 50, low: 25, high: 100 },
  churn: { value: 0.04, low: 0.01, high: 0.1 },
});

/** Ascending draws of one rate with a fixed seed. */
function drawn(name: keyof UserRates, of = inputs): number[] {
  const { parameters } = chances(7);
  const read = readParameters(of, new Set());
  return Array.from({ length: draws }, () => drawRates(read, parameters)[name]).toSorted((a, b) => a - b);
}

test("acquisition is lognormal: its median is the value, its 5 % and 95 % points the range", () => {
  const acquisition = drawn("acquisition");
  expect(quantile(acquisition, 0.5) / 50).toBeCloseTo(1, 1);
  expect(quantile(acquisition, 0.05) / 25).toBeCloseTo(1, 1);
  expect(quantile(acquisition, 0.95) / 100).toBeCloseTo(1, 1);
});

test("acquisition that may be nothing at all stays within its range", () => {
  const acquisition = drawn("acquisition", projectionInputsSchema.parse({ acquisition: { value: 5, low: 0, high: 20 } }));
  expect(acquisition[0]).toBeGreaterThanOrEqual(0);
  expect(acquisition.at(-1)).toBeLessThanOrEqual(20);
});

test("churn is PERT within its range, with mean (low + 4 value + high)/6", () => {
  const churn = drawn("churn");
  expect(churn[0]).toBeGreaterThanOrEqual(0.01);
  expect(churn.at(-1)).toBeLessThanOrEqual(0.1);
  expect(churn.reduce((sum, rate) => sum + rate, 0) / draws).toBeCloseTo(0.045, 3);
});

test("a rate counted as none of 20 is still uncertain", () => {
  const conversion = drawn("conversion", projectionInputsSchema.parse({ conversion: { successes: 0, trials: 20 } }));
  expect(conversion.at(-1)).toBeGreaterThan(0.05);
  expect(conversion.reduce((sum, rate) => sum + rate, 0) / draws).toBeCloseTo(0.5 / 21, 3); // Jeffreys: Beta(0.5, 20.5)
});

test("the defaults are the predecessor's, and are listed as defaults", () => {
  const read = readParameters(projectionInputsSchema.parse({ churn: 0.02 }), new Set(["churn"]));
  expect(centralRates(read)).toEqual({ initialUsers: 0, acquisition: 50, acquisitionGrowth: 0.05, conversion: 0.2, churn: 0.02 });
  expect(listParameters(read).map(({ name, origin }) => [name, origin])).toEqual([
    ["initialUsers", "stated"],
    ["acquisition", "default"],
    ["acquisitionGrowth", "default"],
    ["conversion", "default"],
    ["churn", "stated"],
  ]);
});
