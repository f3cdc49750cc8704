import { expect, test } from "vitest";
import { layOutTimeLines, nearestTime } from "./time-lines.ts";

const start = Date.parse("2026-11-29T13:00:00Z");
const times = [0, 1, 2, 3, 4].map((minute) => start + minute * 60_000);
const layOut = (...lines: (number | null)[][]) => layOutTimeLines({ times, lines, offsetMs: 0 }, 474, 136);

test("lines run from the left to the right edge, highest figure within the top tick", () => {
  const { plot, paths, yTicks } = layOut([0, 5, 10, 5, 0]);
  expect(plot).toEqual({ left: 60, right: 460, top: 10, bottom: 110 });
  expect(yTicks.map(({ value }) => value)).toEqual([0, 5, 10]);
  expect(paths).toEqual(["M60 110L160 60L260 10L360 60L460 110"]);
});

test("a line breaks where nothing is known, and a lonely point is a dot", () => {
  const { paths, dots } = layOut([10, null, 10, null, null], [null, null, null, 0, 10]);
  expect(paths).toEqual(["", "M360 110L460 10"]);
  expect(dots).toEqual([
    [
      { x: 60, y: 10 },
      { x: 260, y: 10 },
    ],
    [],
  ]);
});

test("all lines share one axis; without any figure it goes to 1", () => {
  expect(layOut([1, 1, 1, 1, 1], [0, 0, 4, 0, 0]).yTicks.at(-1)?.value).toBe(4);
  expect(layOut([null, null, null, null, null]).yTicks.map(({ value }) => value)).toEqual([0, 1]);
});

test("the place of a pointer is read as the nearest time, also outside of the plot", () => {
  const drawing = layOut([0, 0, 0, 0, 0]);
  expect([0, 60, 205, 215, 460, 900].map((x) => nearestTime(times.length, drawing, x))).toEqual([0, 0, 1, 2, 4, 4]);
});

test("ticks of time stand where their time is", () => {
  expect(layOut([1, 1, 1, 1, 1]).xTicks).toEqual(
    ["13:00", "13:01", "13:02", "13:03", "13:04"].map((label, index) => ({ label, x: 60 + index * 100 })),
  );
});
