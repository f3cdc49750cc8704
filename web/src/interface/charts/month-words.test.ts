import { expect, test } from "vitest";
import { monthInWords, monthLines } from "./month-words.ts";

const months = {
  from: "2024-12",
  counts: [5, 0, 1200],
  trend: { start: 4, slope: 1, low: -1, high: 2 },
  ahead: { mean: [7.123], low: [0], high: [20], inner: { low: [3.5], high: [11] } },
  changed: "2025-02",
};

test("a month is read with its trend, and where a new level begins", () => {
  expect(monthInWords(months, "people", 0)).toBe("2024-12: 5 people; trend 4 (3 to 6)");
  expect(monthInWords(months, "people", 2)).toBe("2025-02: 1,200 people; trend 6 (4 to 7); a new level begins");
  expect(monthInWords({ from: "2024-12", counts: [5] }, "texts", 0)).toBe("2024-12: 5 texts");
});

test("a month ahead is read with both of its ranges", () => {
  expect(monthInWords(months, "people", 3)).toBe("2025-03: expected 7.12 people, 80 % 3.5 to 11, 95 % 0 to 20");
});

test("the table has a column for every figure of the drawing, empty where it has none", () => {
  expect(monthLines(months, "people").map(({ name, values }) => [name, ...values])).toEqual([
    ["people", 5, 0, 1200, null],
    ["trend", 4, 5, 6, null],
    ["trend, 95 % low", 3, 5, 4, null],
    ["trend, 95 % high", 6, 5, 7, null],
    ["expected", null, null, null, 7.123],
    ["80 % low", null, null, null, 3.5],
    ["80 % high", null, null, null, 11],
    ["95 % low", null, null, null, 0],
    ["95 % high", null, null, null, 20],
  ]);
  expect(monthLines({ from: "2024-12", counts: [5] }, "texts")).toHaveLength(1);
});
