import { describe, expect, it } from "vitest";
import { layOutMap } from "./theme-map-layout.ts";
import { moved, pixelsOf, placeAt, wholeMap, zoomed } from "./theme-map-view.ts";

const frame = { width: 640, height: 360 };
const theme = (id: string, size: number, label = id) => ({ id, size, label });
const themes = [theme("a", 400), theme("b", 100), theme("c", 1)];
const places = [
  { themeId: "a", x: 0, y: 0 },
  { themeId: "b", x: 1, y: 0 },
  { themeId: "c", x: 0, y: 1 },
];

describe("a map of themes", () => {
  it("puts them where they lie, up being up, with areas in proportion to their texts", () => {
    const [a, b, c] = layOutMap(themes, places, wholeMap, frame);
    expect([a?.x, a?.y]).toEqual([320, 180]);
    expect(b?.x).toBeGreaterThan(500);
    expect(b?.y).toBe(180);
    expect(c?.y).toBeLessThan(100);
    expect((a?.radius ?? 0) / (b?.radius ?? 1)).toBeCloseTo(2);
    expect(c?.radius).toBe(6);
  });

  it("stays within its frame", () => {
    for (const { x, y, radius } of layOutMap(
      themes,
      [
        { themeId: "a", x: -1, y: -1 },
        { themeId: "b", x: 1, y: 1 },
      ],
      wholeMap,
      frame,
    )) {
      expect(x - radius).toBeGreaterThanOrEqual(0);
      expect(x + radius).toBeLessThanOrEqual(640);
      expect(y - radius).toBeGreaterThanOrEqual(0);
      expect(y + radius).toBeLessThanOrEqual(360);
    }
  });

  it("keeps the place that it comes nearer to where it is, and goes back to the whole", () => {
    const right = { x: 1, y: 0.5 };
    const near = zoomed(zoomed(wholeMap, 1, right), 1, right);
    const [there, before] = [pixelsOf(right, near, frame), pixelsOf(right, wholeMap, frame)];
    expect(there.x).toBeCloseTo(before.x);
    expect(there.y).toBeCloseTo(before.y);
    expect(placeAt(there, near, frame).x).toBeCloseTo(1);
    expect(layOutMap(themes, places, near, frame).find(({ theme: { id } }) => id === "a")?.x).toBeLessThan(0);
    expect(zoomed(near, 9).zoom).toBe(3);
    expect(zoomed(near, -9)).toEqual(wholeMap);
  });

  it("is moved with the pointer, no further than there are themes", () => {
    const near = zoomed(wholeMap, 2);
    const place = { x: 0, y: 0 };
    const before = pixelsOf(place, near, frame);
    expect(pixelsOf(place, moved(near, { x: 40, y: 30 }, frame), frame)).toEqual({ x: before.x + 40, y: before.y + 30 });
    expect(pixelsOf({ x: -1, y: 0 }, moved(near, { x: 9_999, y: 0 }, frame), frame).x).toBeCloseTo(70);
    expect(pixelsOf(place, moved(wholeMap, { x: 40, y: 30 }, frame), frame)).toEqual({ x: 320, y: 180 });
  });

  it("writes no name over that of a larger theme", () => {
    const close = [theme("a", 10, "battery life"), theme("b", 9, "battery charger")];
    const at = [
      { themeId: "a", x: 0, y: 0 },
      { themeId: "b", x: 0.05, y: 0 },
    ];
    expect(layOutMap(close, at, wholeMap, frame).map(({ named }) => named)).toEqual([true, false]);
    expect(layOutMap(close, at, zoomed(wholeMap, 3), { ...frame, width: 4_000 }).map(({ named }) => named)).toEqual([true, true]);
  });

  it("leaves out what has no place", () => expect(layOutMap(themes, places.slice(0, 1), wholeMap, frame)).toHaveLength(1));
});
