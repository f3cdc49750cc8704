import { expect, test } from "vitest";
import type { LevelReading } from "../../../contracts/services/niche-opportunity.ts";
import { levelsInWords, readingInWords } from "./level-words.ts";

const reading: LevelReading = {
  figure: "change in a year",
  value: 0.12,
  low: 0.02,
  high: 0.22,
  unit: "share",
  n: 1340,
  basis: "evidence",
  levels: [
    { level: "low", chance: 0 },
    { level: "medium", chance: 0.25 },
    { level: "high", chance: 0.75 },
  ],
  method: "m",
  assumptions: [],
  evidenceIds: [],
};

test("levels are told likeliest first, without those that are not possible", () => {
  expect(levelsInWords(reading)).toBe("high, or medium (25 %)");
});

test("a figure is told in its unit, with interval and count", () => {
  expect(readingInWords(reading)).toContain("change in a year: 12 %");
  expect(readingInWords(reading)).toContain("n 1,340");
  expect(readingInWords({ ...reading, unit: "index", value: 1834.4, low: 1700, high: 2000 })).toContain("1,834");
  expect(readingInWords({ ...reading, unit: "USD", basis: "assumption", value: 120_000_00, low: 1_00, high: 2_00 })).toMatch(/120,000/);
});
