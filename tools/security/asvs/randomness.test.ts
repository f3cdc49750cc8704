import { expect, test } from "vitest";
import { chiSquare, randomnessFault } from "./randomness.ts";

test("codes, secrets and tokens are even and never alike", () => {
  expect(randomnessFault()).toBeUndefined();
});

test("χ² is that of Pearson: 0 for even letters, the whole length for one letter of two, and large for what is not even", () => {
  expect(chiSquare("abab", 2)).toBe(0);
  expect(chiSquare("aaaa", 2)).toBe(4);
  expect(chiSquare("aaab", 2)).toBe(1);
  expect(chiSquare("abcdefghijklmnop".repeat(100), 32)).toBe(1_600);
});
