import { describe, expect, it } from "vitest";
import { layOutMap } from "./theme-map-layout.ts";

const view = { width: 640, height: 360, zoom: 0, around: undefined };
const theme = (id: string, size: number, label = id) => ({ id, size, label });
const themes = [theme("a", 400), theme("b", 100), theme("c", 1)];
const places = [
  { themeId: "a", x: 0, y: 0 },
  { themeId: "b", x: 1, y: 0 },
  { themeId: "c", x: 0, y: 1 },
];

describe("a map of themes", () => {
  it("puts them where they lie, up being up, with areas in proportion to their texts", () => {
    const [a, b, c] = layOutMap(themes, places, view);
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
      view,
    )) {
      expect(x - radius).toBeGreaterThanOrEqual(0);
      expect(x + radius).toBeLessThanOrEqual(640);
      expect(y - radius).toBeGreaterThanOrEqual(0);
      expect(y + radius).toBeLessThanOrEqual(360);
    }
  });

  it("comes nearer around the one that is chosen", () => {
    const near = layOutMap(themes, places, { ...view, zoom: 1, around: "b" });
    const b = near.find(({ theme: { id } }) => id === "b");
    expect([b?.x, b?.y]).toEqual([320, 180]);
    expect(near.find(({ theme: { id } }) => id === "a")?.x).toBeLessThan(0);
  });

  it("writes no name over that of a larger theme", () => {
    const close = [theme("a", 10, "battery life"), theme("b", 9, "battery charger")];
    const at = [
      { themeId: "a", x: 0, y: 0 },
      { themeId: "b", x: 0.05, y: 0 },
    ];
    expect(layOutMap(close, at, view).map(({ named }) => named)).toEqual([true, false]);
    expect(layOutMap(close, at, { ...view, zoom: 3, width: 4_000, around: "a" }).map(({ named }) => named)).toEqual([true, true]);
  });

  it("leaves out what has no place", () => expect(layOutMap(themes, places.slice(0, 1), view)).toHaveLength(1));
});
