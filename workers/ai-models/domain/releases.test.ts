import { expect, it } from "vitest";
import { highestIn, isCompatible } from "./releases.ts";

const versions = ["0.2.0", "0.2.5", "0.3.0", "1.0.0", "1.4.1", "2.0.0-beta.1"].map((release) => ({ release }));

it.each([
  ["1.0.0", "1.0.0"],
  ["^1.0.0", "1.4.1"],
  ["1", "1.4.1"],
  // A minor of 0.x may break, so a caret does not reach over it.
  ["^0.2.0", "0.2.5"],
  ["~0.2", "0.2.5"],
  [">=1", "1.4.1"],
  ["^2.0.0-beta.0", "2.0.0-beta.1"],
])("reads %s as %s", (range, release) => {
  expect(highestIn(range, [...versions, {}])).toEqual({ release });
});

it.each(["", " ", "^3.0.0", "b0339d", "latest"])("finds nothing for `%s`", (range) => {
  expect(highestIn(range, versions)).toBeUndefined();
});

it.each([
  ["1.0.0", "1.4.1", true],
  ["1.4.1", "1.0.0", false],
  ["1.4.1", "2.0.0", false],
  ["0.2.0", "0.2.5", true],
  ["0.2.5", "0.3.0", false],
  ["0.0.1", "0.0.2", false],
])("from %s to %s: compatible %s", (from, to, compatible) => {
  expect(isCompatible(from, to)).toBe(compatible);
});
