import { describe, expect, it } from "vitest";
import { benjaminiHochberg } from "./benjamini-hochberg.ts";
import { fisherExact } from "./fisher.ts";
import { riskRatio } from "./risk-ratio.ts";

describe("Fisher's exact test", () => {
  it.each([
    // The lady tasting tea (Fisher 1935), and convictions of twins (Fisher 1962), as R's fisher.test has them.
    ["the lady tasting tea", [3, 4, 1, 4], 0.4857142857],
    ["twins", [2, 17, 10, 13], 0.0005367241],
    ["no difference", [5, 10, 5, 10], 1],
    ["nobody", [0, 10, 0, 10], 1],
  ] as const)("of %s", (_, [a, n1, b, n2], p) => expect(fisherExact(a, n1, b, n2)).toBeCloseTo(p, 9));

  it("is the same from either side", () => expect(fisherExact(30, 100, 50, 400)).toBeCloseTo(fisherExact(50, 400, 30, 100), 12));
});

describe("Benjamini and Hochberg's adjustment", () => {
  it("gives what R's p.adjust gives, in the order given", () => {
    expect(benjaminiHochberg([0.005, 0.2, 0.03, 0.04])).toEqual([0.02, 0.2, expect.closeTo(0.16 / 3, 12), expect.closeTo(0.16 / 3, 12)]);
    expect(benjaminiHochberg([])).toEqual([]);
  });
});

describe("a ratio of shares", () => {
  it("has the interval of the aspirin study (Agresti 2002, 3.1.3)", () => {
    const { value, low, high } = riskRatio(189, 11_034, 104, 11_037);
    expect([value, low, high].map((one) => one?.toFixed(2))).toEqual(["1.82", "1.43", "2.31"]);
  });

  it("has no bound where none of the others does, and begins at nothing where nobody does", () => {
    expect(riskRatio(5, 20, 0, 50)).toMatchObject({ value: null, high: null });
    expect(riskRatio(0, 20, 10, 50)).toMatchObject({ value: 0, low: 0 });
    expect(riskRatio(0, 20, 0, 50)).toMatchObject({ value: null, low: 0, high: null });
  });
});
