import { expect, it } from "vitest";
import { concentrationInWords, contentWords, ignoredInWords, leftOutInWords } from "./market-words.ts";

const concentration = {
  index: 1790.4,
  low: 1500,
  high: 2100,
  band: "moderate" as const,
  possibleBands: ["moderate" as const, "high" as const],
  equivalents: 5.585,
  basis: "reviews" as const,
  shares: [],
  n: 4,
  method: "",
  assumptions: [],
};

it("says how concentrated a market is, of what, and what else it may be", () => {
  expect(concentrationInWords(concentration)).toBe(
    "Index 1,790 (1,500 to 2,100): moderately concentrated, like 5.6 competitors of equal size. Counted from numbers of reviews, which stand for sales (4 competitors). It may as well be highly concentrated.",
  );
  expect(concentrationInWords({ ...concentration, possibleBands: ["moderate"] })).not.toContain("may as well");
});

it("says what a table holds", () => {
  const table = {
    id: "mtb_1",
    kind: "keywords" as const,
    fileName: "k.csv",
    encoding: "utf-8" as const,
    preambleLines: 0,
    columns: { found: [], used: {} },
    read: 252,
    kept: 250,
    droppedBy: {},
    dropped: [],
    ignoredCells: 0,
    rows: 250,
    sourceDigest: "",
  };
  expect(contentWords({ ...table, months: { from: "2025-05", count: 12 } })).toBe("250 keywords from 252 rows, 12 months");
  expect(contentWords({ ...table, kind: "survey", rows: 1, outcomes: ["a", "b"] })).toBe("1 respondent from 252 rows, 2 outcomes");
});

it("names the first cells that were left out, and says how many more there are", () => {
  const cell = { row: 3, column: "Volume", why: "no-number" as const };
  expect(ignoredInWords([cell, { ...cell, row: 7, why: "out-of-range" }], 2)).toBe("row 3 Volume (no number), row 7 Volume (out of range)");
  expect(
    ignoredInWords(
      Array.from({ length: 100 }, () => cell),
      1_234,
    ),
  ).toMatch(/ and 1,214 more$/);
});

it("gathers who is not on the map by the reason", () => {
  expect(
    leftOutInWords([
      { row: 1, name: "Acme", why: "free" },
      { row: 2, name: "Bolt", why: "no-price" },
      { row: 3, name: "Cord", why: "free" },
    ]),
  ).toEqual(["free: Acme, Cord", "no price: Bolt"]);
});
