import { describe, expect, test } from "vitest";
import { layOutFan, nearestMonth, type FanPoint } from "./fan.ts";

const points: FanPoint[] = [
  { month: 1, p5: 0, p25: 10, p50: 20, p75: 30, p95: 50, deterministic: 20 },
  { month: 2, p5: 10, p25: 20, p50: 40, p75: 60, p95: 100, deterministic: 45 },
];

describe("a fan of 2 months on 300 × 200 pixels", () => {
  const drawing = layOutFan(points, 300, 200);

  // Margins: left 72, right 12, top 12, bottom 44; so x from 72 to 288 and y from 156 (0) to 12 (100).
  test("draws the median through the places of its figures", () => {
    expect(drawing.median).toBe("M72 127.2L288 98.4");
  });

  test("draws a band along its upper edge and back along its lower one", () => {
    expect(drawing.wide).toBe("M72 84L288 12L288 141.6L72 156Z");
    expect(drawing.narrow).toBe("M72 112.8L288 69.6L288 127.2L72 141.6Z");
  });

  test("starts the value axis at 0 and ends it at or above the highest figure", () => {
    expect(drawing.yTicks.at(0)).toEqual({ value: 0, y: 156 });
    expect(drawing.yTicks.at(-1)).toEqual({ value: 100, y: 12 });
  });

  test("finds the month under the pointer, and the nearest one beside the drawing", () => {
    expect([0, 72, 179, 181, 288, 500].map((x) => nearestMonth(points, drawing, x))).toEqual([0, 0, 0, 1, 1, 1]);
  });
});

test("makes room for a deterministic series above every quantile", () => {
  const [point] = points;
  const drawing = layOutFan(point ? [{ ...point, deterministic: 900 }] : [], 300, 200);
  expect(drawing.yTicks.at(-1)?.value).toBe(1_000);
});

test("draws a projection of zeros as a flat line on the ground", () => {
  const flat = points.map(({ month }) => ({ month, p5: 0, p25: 0, p50: 0, p75: 0, p95: 0, deterministic: 0 }));
  expect(layOutFan(flat, 300, 200).median).toBe("M72 156L288 156");
});
