import { expect, test } from "vitest";
import { growthExample } from "../testing/level-reading.ts";
import { figureInWords, levelsInWords } from "./niche-level-words.ts";

test("levels are told likeliest first, without those that are not possible", () => {
  expect(levelsInWords(growthExample)).toBe("high (75 %), else medium (25 %)");
  expect(
    levelsInWords({
      levels: [
        { level: "low", chance: 0.998 },
        { level: "high", chance: 0.002 },
      ],
    }),
  ).toBe("low (> 99 %), else high (< 1 %)");
});

test("a figure is told in its unit, with interval and count", () => {
  expect(figureInWords(growthExample)).toBe("change in a year 12.0 % (2.0 % to 22.0 %, n 1,340)");
  expect(figureInWords({ ...growthExample, unit: "index", value: 1834.4, low: 1700, high: 2000 })).toContain(
    " 1,834 (1,700 to 2,000, n 1,340)",
  );
  expect(figureInWords({ ...growthExample, unit: "USD", basis: "assumption", value: 123_456_78, low: 1_00, high: 2_00 })).toBe(
    "change in a year USD 123,457 (USD 1 to USD 2, from what was stated)",
  );
});
