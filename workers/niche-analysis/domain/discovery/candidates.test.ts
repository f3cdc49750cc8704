import { describe, expect, test } from "vitest";
import { material, reordered, texts, type Material } from "../testing/topics.ts";
import { textsOf } from "../texts.ts";
import { inMemory } from "../themes/vectors.ts";
import { discoverNiches, type CandidateNiche } from "./candidates.ts";

const subjects = [
  ["audio", "the microphone crackles #", "microphone noise #"],
  ["audio", "the speaker is quiet #", "speaker volume #"],
  ["power", "the charger gets hot #", "charger cable #"],
  ["power", "the battery drains #", "battery swelling #"],
  ["orders", "the refund never came #", "refund refused #"],
  ["orders", "the parcel is late #", "parcel lost #"],
] as const;

function niche(each: number): Material {
  return material(subjects.map(([area, ...patterns]) => ({ area, texts: texts(each, ...patterns) })));
}

function themesOf({ evidence, truth }: Material) {
  return subjects.map((_, topic) => ({
    id: `thm_${topic}`,
    evidenceIds: evidence.filter((_row, i) => truth[i] === topic).map(({ id }) => id),
  }));
}

function discover({ evidence, vectors, dimensions }: Material, themes: ReturnType<typeof themesOf>): CandidateNiche[] {
  return discoverNiches({ evidence, texts: textsOf(evidence), vectors: inMemory(vectors, dimensions), themes });
}

describe("discovering narrower niches", () => {
  test("groups themes that lie together and names each group by its own words", () => {
    const made = niche(40);
    const found = discover(made, themesOf(made));
    expect(found.map(({ themeIds }) => themeIds).toSorted()).toEqual([
      ["thm_0", "thm_1"],
      ["thm_2", "thm_3"],
      ["thm_4", "thm_5"],
    ]);
    expect(found.map(({ evidenceIds }) => evidenceIds.length)).toEqual([80, 80, 80]);
    expect(found.find(({ themeIds }) => themeIds.includes("thm_2"))?.name).toMatch(/charger|battery/i);
  });

  test("makes no niche of fewer than 40 texts when it can avoid it", () => {
    const made = niche(15);
    const sizes = discover(made, themesOf(made)).map(({ evidenceIds }) => evidenceIds.length);
    expect(Math.min(...sizes)).toBeLessThan(40);
    expect(sizes.length).toBe(2);
    const larger = niche(21);
    expect(Math.min(...discover(larger, themesOf(larger)).map(({ evidenceIds }) => evidenceIds.length))).toBeGreaterThanOrEqual(40);
  });

  test("joins an area of fewer than 40 texts to another rather than make it a niche of its own", () => {
    const made = material(subjects.map(([area, ...patterns]) => ({ area, texts: texts(area === "orders" ? 10 : 40, ...patterns) })));
    const sizes = discover(made, themesOf(made)).map(({ evidenceIds }) => evidenceIds.length);
    expect(sizes).toEqual([100, 80]);
  });

  test("does not depend on the order of evidence or themes", () => {
    const made = niche(30);
    const moved = reordered(
      made,
      made.truth.map((_, i) => (i * 77) % 180),
    );
    expect(discover(moved, themesOf(moved).toReversed())).toEqual(discover(made, themesOf(made)));
  });

  test("finds nothing in a niche with a single theme", () => {
    const made = niche(10);
    expect(discover(made, themesOf(made).slice(0, 1))).toEqual([]);
  });
});
