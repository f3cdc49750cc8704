import { expect, test } from "vitest";
import { estimateSchema } from "../../../contracts/services/estimate.ts";
import { readEstimate } from "./estimate.ts";

const field = { name: "priceSensitivity", unit: "share", min: 0, max: 1, origin: "stated" } as const;

test("a bare number ranges 20 % to either side, cut at the bounds of its field", () => {
  expect(readEstimate(0.9, field)).toMatchObject({ value: 0.9, high: 1, basis: "assumption", editable: true });
  expect(readEstimate(0.9, field).low).toBeCloseTo(0.72, 12);
});

test("a negative number ranges downwards too", () => {
  const growth = readEstimate(-0.1, { ...field, min: -0.5 });
  expect(growth.low).toBeCloseTo(-0.12, 12);
  expect(growth.high).toBeCloseTo(-0.08, 12);
  expect(readEstimate(-0.49, { ...field, min: -0.5 }).low).toBe(-0.5);
});

test("a stated range is kept, and a basis of evidence needs evidence", () => {
  expect(readEstimate({ value: 0.5, low: 0.5, high: 0.5 }, field)).toMatchObject({ low: 0.5, high: 0.5 });
  expect(estimateSchema(0, 1).safeParse({ value: 0.5, basis: "evidence" }).success).toBe(false);
  expect(estimateSchema(0, 1).safeParse({ value: 0.5, low: 0.6 }).success).toBe(false);
});
