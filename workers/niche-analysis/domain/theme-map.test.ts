import { describe, expect, it } from "vitest";
import { material, reordered, texts, type Material } from "./testing/topics.ts";
import { textsOf } from "./texts.ts";
import { themeMap } from "./theme-map.ts";
import { inMemory } from "./themes/vectors.ts";

const made = material([
  { area: "audio", texts: texts(30, "the microphone crackles #", "microphone noise #") },
  { area: "audio", texts: texts(30, "the speaker is quiet #", "speaker volume #") },
  { area: "power", texts: texts(20, "the charger gets hot #", "charger cable #") },
  { area: "power", texts: texts(20, "the battery drains #", "battery swelling #") },
  { area: "orders", texts: texts(10, "the refund never came #", "refund refused #") },
  { area: "orders", texts: texts(10, "the parcel is late #", "parcel lost #") },
]);

function mapOf({ evidence, vectors, dimensions, truth }: Material, topics = [0, 1, 2, 3, 4, 5]) {
  const rows = topics.map((topic) =>
    [...truth.keys()]
      .filter((row) => truth[row] === topic)
      .toSorted((a, b) => ((evidence[a]?.id ?? "") < (evidence[b]?.id ?? "") ? -1 : 1)),
  );
  const themes = topics.map((topic, i) => ({ id: `thm_${topic}`, size: rows[i]?.length ?? 0 }));
  return themeMap(themes, rows, { texts: textsOf(evidence), vectors: inMemory(vectors, dimensions), nameable: () => true });
}

describe("the map of themes", () => {
  it("gathers themes that lie together into areas, largest first, each under its own words", () => {
    const { areas = [] } = mapOf(made);
    expect(areas.map(({ themeIds, size }) => [themeIds, size])).toEqual([
      [["thm_0", "thm_1"], 60],
      [["thm_2", "thm_3"], 40],
      [["thm_4", "thm_5"], 20],
    ]);
    expect(areas[0]?.label).toMatch(/microphone|speaker/i);
    expect(areas[2]?.label).toMatch(/refund|parcel/i);
  });

  it("puts themes of one area nearer to each other than to any other, within its frame", () => {
    const { places = [] } = mapOf(made);
    const distance = (a: number, b: number) =>
      Math.hypot((places[a]?.x ?? 0) - (places[b]?.x ?? 9), (places[a]?.y ?? 0) - (places[b]?.y ?? 9));
    for (const [a, b] of [
      [0, 1],
      [2, 3],
      [4, 5],
    ] as const)
      for (let other = 0; other < 6; other++) if (other !== a && other !== b) expect(distance(a, b)).toBeLessThan(distance(a, other));
    expect(Math.max(...places.map(({ x, y }) => Math.hypot(x, y)))).toBeCloseTo(1, 2);
  });

  it("is the same whatever the order of the rows", () => {
    const order = made.truth.map((_, i) => (i * 77) % made.truth.length);
    expect(mapOf(reordered(made, order))).toEqual(mapOf(made));
  });

  it("is none of a handful of themes", () => expect(mapOf(made, [0, 1, 2, 3])).toEqual({}));
});
