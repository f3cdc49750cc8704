import { expect, test } from "vitest";
import { chooserOf } from "./chooser.ts";

const options = ["a", "b", "c", "d"] as const;

test("the same seed chooses the same, and over many seeds every option is first about equally often", () => {
  expect(chooserOf("x")(options)).toBe(chooserOf("x")(options));
  const counts = new Map<string, number>();
  for (let i = 0; i < 4000; i++) {
    const first = chooserOf(`nch_${i}`)(options);
    counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  // Binomial(4000, 1/4): standard deviation 27; five of them.
  for (const option of options) expect(Math.abs((counts.get(option) ?? 0) - 1000)).toBeLessThan(137);
});

test("no option comes again before all have come", () => {
  const choose = chooserOf("x");
  expect([1, 2, 3, 4].map(() => choose(options)).toSorted()).toEqual(["a", "b", "c", "d"]);
  expect([1, 2, 3, 4].map(() => choose(options)).toSorted()).toEqual(["a", "b", "c", "d"]);
});
