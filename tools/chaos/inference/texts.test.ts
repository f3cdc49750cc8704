import { expect, it } from "vitest";
import { isRight, largestDifference, someTexts, vectorsOf } from "./texts.ts";

const vector = (...values: number[]) => Float32Array.from(values);

it("reads vectors from base64", () => {
  const embedding = Buffer.from(vector(0.5, -1).buffer).toString("base64");
  expect(vectorsOf({ data: [{ embedding }] })).toEqual([vector(0.5, -1)]);
  expect(() => vectorsOf({ error: { message: "full" } })).toThrow();
});

it("takes an answer for right when every number is near, and for wrong when rows are missing, mixed up or no numbers", () => {
  const expected = [vector(1, 0), vector(0, 1)];
  expect(largestDifference([vector(1, 0), vector(0, 0.75)], expected)).toBe(0.25);
  expect(isRight([vector(1, 0.00005), vector(0, 1)], expected)).toBe(true);
  expect(isRight([vector(0, 1), vector(1, 0)], expected)).toBe(false);
  expect(isRight([vector(1, 0)], expected)).toBe(false);
  expect(isRight([vector(1, 0), vector(0)], expected)).toBe(false);
  expect(isRight([vector(1, NaN), vector(0, 1)], expected)).toBe(false);
});

it("has as many different texts as asked for", () => {
  expect(new Set(someTexts(240)).size).toBeGreaterThan(230);
});
