import { array, assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { splitDown, splitWhole } from "./tier-split.ts";

test("372 paying users of 60 / 30 / 10 %: rounding down loses one, largest remainder does not", () => {
  expect(splitDown(372, [0.6, 0.3, 0.1])).toEqual([223, 111, 37]); // the predecessor: 371 in all
  expect(splitWhole(372, [0.6, 0.3, 0.1])).toEqual([223, 112, 37]); // remainders 0.2, 0.6, 0.2
});

test("equal remainders go to the earlier tier", () => {
  expect(splitWhole(1, [0.25, 0.25, 0.25, 0.25])).toEqual([1, 0, 0, 0]);
});

test("nobody is lost or invented, and no tier is off by a whole user", () => {
  assert(
    property(
      integer({ min: 0, max: 1_000_000 }),
      array(integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 8 }),
      (paid, weights) => {
        const sum = weights.reduce((total, weight) => total + weight, 0);
        const shares = weights.map((weight) => weight / sum);
        const split = splitWhole(paid, shares);
        expect(split.reduce((total, users) => total + users, 0)).toBe(paid);
        split.forEach((users, tier) => expect(Math.abs(users - paid * (shares[tier] ?? 0))).toBeLessThan(1 + 1e-6));
      },
    ),
  );
});
