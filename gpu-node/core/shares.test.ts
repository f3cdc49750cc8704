import { assert, array, integer, nat, property } from "fast-check";
import { expect, it } from "vitest";
import { sharesOf } from "./shares.ts";

it("shares add up to the whole, each within 1 of what is exact", () => {
  assert(
    property(nat({ max: 100_000 }), array(integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 60 }), (total, weights) => {
      const shares = sharesOf(total, weights);
      const sum = weights.reduce((all, weight) => all + weight, 0);
      expect(shares.reduce((all, share) => all + share, 0)).toBe(total);
      weights.forEach((weight, i) => expect(Math.abs((shares[i] ?? NaN) - (total * weight) / sum)).toBeLessThanOrEqual(1));
    }),
    { seed: 1 },
  );
});
