import { assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { compare, decimal, divideWhole, formatDecimal, multiply, readDecimal, roundToMinor, subtract } from "./decimal.ts";

test("0.1 + 0.2 is 0.3 here", () => {
  expect(compare(subtract(decimal("0.3"), decimal("0.1")), decimal("0.2"))).toBe(0);
  expect(formatDecimal(multiply(decimal("0.1"), decimal("0.30")))).toBe("0.03");
});

test("halves round away from zero, whatever the sign", () => {
  expect(["0.5", "1.5", "2.5", "-0.5", "-1.4", "78.4999"].map((text) => roundToMinor(decimal(text)))).toEqual([1, 2, 3, -1, -1, 78]);
});

test("reads nothing but plain decimals", () => {
  for (const text of ["", "1e3", "1,5", " 1", "0x10", "1.", ".5", "NaN"]) expect(readDecimal(text).ok).toBe(false);
  expect(() => decimal("one")).toThrow(RangeError);
});

test("whole packages and the rest add up to the quantity", () => {
  assert(
    property(integer({ min: 0, max: 1_000_000 }), integer({ min: 1, max: 1000 }), (thousandths, size) => {
      const quantity = { digits: BigInt(thousandths), scale: 3 };
      const { whole, rest } = divideWhole(quantity, decimal(String(size)));
      expect(compare(subtract(quantity, multiply(whole, decimal(String(size)))), rest)).toBe(0);
      expect(compare(rest, decimal(String(size)))).toBe(-1);
    }),
  );
});
