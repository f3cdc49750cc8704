import { describe, expect, it } from "vitest";
import type { KeptOverride, Override } from "../../../../contracts/services/niche-overrides.ts";
import { textsOf } from "../texts.ts";
import { copiesAmong } from "../duplicates/near-duplicates.ts";
import { material, reordered, texts } from "../testing/topics.ts";
import type { FoundGroups } from "../themes/found-groups.ts";
import { inMemory } from "../themes/vectors.ts";
import { arrange } from "./arrange.ts";

/** Batteries and charging cases, which the analysis took for one theme; sound; and two texts of no theme. */
const made = material([
  { texts: texts(20, "The battery dies after # minutes."), area: "power" },
  { texts: texts(20, "The charging case broke on day #, hinge gone."), area: "power" },
  { texts: texts(20, "Clear sound on track #, very happy.") },
  { texts: ["Bought it for a friend.", "Bought it for a friend!"] },
]);
const idsOf = (...topics: number[]) =>
  made.evidence
    .filter((_, i) => topics.includes(made.truth[i] ?? -1))
    .map(({ id }) => id)
    .toSorted();
const [power, sound] = ["thm_00000000000000aa", "thm_00000000000000bb"];
const group = (id: string, evidenceIds: string[]) => ({ id, evidenceIds, fits: evidenceIds.map(() => 0.5), stability: 0.9 });
const found: FoundGroups = { groups: [group(power, idsOf(0, 1)), group(sound, idsOf(2))], silhouette: 0.3, method: "by hand" };
const cases = "thm_00000000000000cc";

async function arranged(overrides: Override[], { evidence, vectors, dimensions } = made) {
  const kept = overrides.map((override, i): KeptOverride => ({
    id: `override-${i + 1}`,
    override,
    ...(override.kind === "split" && { newThemeId: cases }),
  }));
  const input = {
    found,
    evidence,
    vectors: inMemory(vectors, dimensions),
    copies: await copiesAmong(evidence, textsOf(evidence)),
    overrides: kept,
  };
  const { themes, outside, dormant } = arrange(input);
  const named = (rows: number[]) => rows.flatMap((row) => evidence[row]?.id ?? []);
  return { themes: themes.map((theme) => ({ ...theme, ids: named(theme.rows) })), outside: named(outside), dormant };
}

describe("themes with the changes of people", () => {
  it("are what was found where there is no change", async () => {
    const { themes, outside } = await arranged([]);
    expect(themes.map(({ id, ids, stability }) => ({ id, ids, stability }))).toEqual([
      { id: power, ids: idsOf(0, 1), stability: 0.9 },
      { id: sound, ids: idsOf(2), stability: 0.9 },
    ]);
    expect(outside).toEqual(idsOf(3));
  });

  it("bear the name that was given, and keep everything else", async () => {
    const [renamed, other] = (await arranged([{ kind: "rename", themeId: power, label: "Power" }])).themes;
    expect(renamed).toMatchObject({ id: power, label: "Power", ids: idsOf(0, 1), stability: 0.9 });
    expect(other?.label).toBeUndefined();
  });

  it("are one after a merge, under the id of the one that took the other in, without the stability of either", async () => {
    const { themes } = await arranged([{ kind: "merge", into: sound, from: [power] }]);
    expect(themes.map(({ id, ids }) => ({ id, ids }))).toEqual([{ id: sound, ids: idsOf(0, 1, 2) }]);
    expect(themes[0]?.stability).toBeUndefined();
    expect(themes[0]?.fits).toHaveLength(60);
  });

  it("fall apart by an example: the texts like it, and no others, are a theme of its own", async () => {
    const split: Override = { kind: "split", themeId: power, evidenceIds: idsOf(1).slice(0, 2), label: "Charging case" };
    const { themes } = await arranged([split]);
    expect(themes.find(({ id }) => id === cases)).toMatchObject({ ids: idsOf(1), label: "Charging case" });
    expect(themes.find(({ id }) => id === power)?.ids).toEqual(idsOf(0));
    // What was split off can be changed further.
    const merged = await arranged([split, { kind: "merge", into: sound, from: [cases] }]);
    expect(merged.themes.find(({ id }) => id === sound)?.ids).toEqual(idsOf(1, 2));
  });

  it("keep every example in the part that it was to show, however unlike the others it is", async () => {
    const [odd = ""] = idsOf(0);
    const { themes } = await arranged([{ kind: "split", themeId: power, evidenceIds: [...idsOf(1).slice(0, 6), odd] }]);
    expect(themes.find(({ id }) => id === cases)?.ids).toEqual([...idsOf(1), odd].toSorted());
  });

  it("give texts to one another or to none, with their copies", async () => {
    for (const lone of idsOf(3)) {
      const moved = await arranged([{ kind: "move", evidenceIds: [lone], to: sound }]);
      expect(moved.themes.find(({ id }) => id === sound)?.ids).toEqual([...idsOf(2), ...idsOf(3)].toSorted());
      expect(moved.outside).toEqual([]);
    }
    const [first = ""] = idsOf(2);
    expect((await arranged([{ kind: "move", evidenceIds: [first], to: null }])).outside).toEqual([...idsOf(3), first].toSorted());
  });

  it("leave a change that finds nothing dormant and go on with the next", async () => {
    const gone = "thm_00000000000000dd";
    const { themes, dormant } = await arranged([
      { kind: "merge", into: power, from: [gone] },
      { kind: "rename", themeId: gone, label: "Gone" },
      { kind: "split", themeId: sound, evidenceIds: idsOf(0).slice(0, 1) },
      { kind: "move", evidenceIds: idsOf(2).slice(0, 1), to: gone },
      { kind: "move", evidenceIds: ["evd_unknown"], to: null },
      { kind: "merge", into: power, from: [power] },
      { kind: "rename", themeId: sound, label: "Sound" },
    ]);
    expect(dormant).toEqual([1, 2, 3, 4, 5, 6].map((n) => `override-${n}`));
    expect(themes.map(({ label }) => label)).toEqual([undefined, "Sound"]);
  });

  it("take in a theme whose own texts the analysis found elsewhere", async () => {
    const gone = "thm_00000000000000dd";
    const { themes } = await arranged([{ kind: "merge", into: gone, from: [power] }]);
    expect(themes.map(({ id }) => id)).toEqual([sound, gone]);
  });

  it("do not depend on the order in which the evidence arrived", async () => {
    const changes: Override[] = [
      { kind: "split", themeId: power, evidenceIds: idsOf(1).slice(0, 1) },
      { kind: "move", evidenceIds: idsOf(0).slice(0, 3), to: sound },
    ];
    const moved = reordered(
      made,
      made.truth.map((_, i) => (i * 19) % 62),
    );
    const plain = (result: Awaited<ReturnType<typeof arranged>>) =>
      JSON.stringify({ ...result, themes: result.themes.map(({ rows: _, ...theme }) => theme) });
    expect(plain(await arranged(changes, moved))).toBe(plain(await arranged(changes)));
  });
});
