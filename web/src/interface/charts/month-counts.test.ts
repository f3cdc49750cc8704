import { describe, expect, test } from "vitest";
import { layOutMonths, monthAfter } from "./month-counts.ts";

describe("monthly counts on 252 × 138 pixels", () => {
  // Margins: left 44, right 8, top 10, bottom 28; so 200 wide from 44 and 100 high from 110 up to 10.
  const drawing = layOutMonths({ from: "2024-12", counts: [5, 0, 10, 20], trend: { start: 5, slope: 5, low: 0, high: 5 } }, 252, 138);

  test("have a bar each, from the ground up", () => {
    expect(drawing.bars).toEqual([
      { month: "2024-12", count: 5, x: 49, y: 85, width: 40, height: 25 },
      { month: "2025-01", count: 0, x: 99, y: 110, width: 40, height: 0 },
      { month: "2025-02", count: 10, x: 149, y: 60, width: 40, height: 50 },
      { month: "2025-03", count: 20, x: 199, y: 10, width: 40, height: 100 },
    ]);
    expect(drawing.yTicks.map(({ value }) => value)).toEqual([0, 5, 10, 15, 20]);
  });

  test("are crossed by the trend, from the first month's middle to the last one's", () => {
    // 5 → 85, 20 → 10.
    expect(drawing.line).toBe("M69 85L219 10");
  });

  test("show the leanest and the steepest trend about the middle, cut at the ground and the top", () => {
    // Middle 12.5. Steepest: −2.5 (cut to 0) to 27.5 (the axis would grow to hold it); flattest: 12.5 throughout.
    const tall = layOutMonths({ from: "2024-12", counts: [5, 0, 10, 30], trend: { start: 5, slope: 5, low: 0, high: 10 } }, 252, 138);
    expect(tall.yTicks.at(-1)?.value).toBe(30);
    expect(tall.lean).toBe("M69 110L219 18.3L219 68.3L69 68.3Z");
  });

  test("without a trend have no line", () => {
    const { line, lean } = layOutMonths({ from: "2024-12", counts: [1] }, 252, 138);
    expect([line, lean]).toEqual([undefined, undefined]);
  });
});

test("months ahead have a line and two ranges around it, and a change of level stands at the beginning of its month", () => {
  // Five places of 40 pixels; 20 → 10, 0 → 110. What is below the ground is drawn on it.
  const ahead = { mean: [10, 20], low: [-5, 0], high: [15, 20], inner: { low: [5, 10], high: [15, 20] } };
  const drawing = layOutMonths({ from: "2024-12", counts: [5, 0, 10], ahead, changed: "2025-02" }, 252, 138);
  expect(drawing.fan).toEqual({
    mean: "M184 60L224 10",
    wide: "M184 35L224 10L224 110L184 110Z",
    narrow: "M184 35L224 10L224 60L184 85Z",
  });
  expect(drawing.changeX).toBe(124);
  expect([drawing.xOf(0), drawing.xOf(4)]).toEqual([64, 224]);
  expect(layOutMonths({ from: "2024-12", counts: [5], changed: "2030-01" }, 252, 138).changeX).toBeUndefined();
});

test("ten years have a label every other year on a wide drawing and every fourth on a narrow one", () => {
  const months = { from: "2015-01", counts: Array.from({ length: 120 }, () => 3) };
  expect(layOutMonths(months, 800, 200).xTicks.map(({ label }) => label)).toEqual(["2015-01", "2017-01", "2019-01", "2021-01", "2023-01"]);
  expect(layOutMonths(months, 300, 200).xTicks.map(({ label }) => label)).toEqual(["2015-01", "2019-01", "2023-01"]);
});

test("months go over the year's end", () => {
  expect([monthAfter("2024-11", 0), monthAfter("2024-11", 1), monthAfter("2024-11", 26)]).toEqual(["2024-11", "2024-12", "2027-01"]);
});
