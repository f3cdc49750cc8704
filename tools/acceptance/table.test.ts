import { expect, it } from "vitest";
import { figureTable, passed, summary, type JudgedFigure } from "./table.ts";

const reached: JudgedFigure = { name: "index", unit: "", value: 0.5, bar: { atLeast: 0.4 }, baseline: { name: "k-means", value: 0.4 } };
const missed: JudgedFigure = { name: "time", unit: "s", value: 3, bar: { atMost: 2 } };
const aim: JudgedFigure = { ...missed, aim: true };
const shown: JudgedFigure = { name: "themes", unit: "", value: 7 };

it("a run passes when all bars that decide are reached and no corpus is missing", () => {
  expect(passed([reached, shown, aim], [])).toBe(true);
  expect(passed([reached, missed], [])).toBe(false);
  expect(passed([reached], ["a.csv"])).toBe(false);
  expect(passed([shown, { ...reached, aim: true }], [])).toBe(false);
});

it("the last line counts bars and aims apart, and names what is missing", () => {
  expect(summary([reached, missed, shown], [], "data")).toBe("1 of 2 bars reached");
  expect(summary([reached, aim], ["a.csv", "b.txt"], "data")).toBe(
    "1 of 1 bars reached; 0 of 1 aims; NOT TRIED, since data lacks it: a.csv, b.txt",
  );
});

it("a figure stands beside its bar, an aim and what it is compared with", () => {
  const lines = figureTable([reached, aim, shown]).split("\n");
  expect(lines.map((line) => line.replaceAll(/\s+/g, " "))).toEqual([
    "✓ index 0.500 ≥ 0.400 k-means: 0.400",
    "✗ time 3 s aim ≤ 2",
    " themes 7",
  ]);
});

it("a figure that three places would show as nothing is shown as what it is", () =>
  expect(figureTable([{ name: "difference", unit: "", value: 3.1e-7 }])).toContain("3.1e-7"));
