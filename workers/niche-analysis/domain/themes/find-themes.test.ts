import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, test } from "vitest";
import { material, reordered, texts, type Material } from "../testing/topics.ts";
import { adjustedRand } from "./agreement.ts";
import { findThemes, type FindThemesOptions, type FoundThemes } from "./find-themes.ts";
import { inMemory } from "./vectors.ts";

const topics = (count: number, each: number) =>
  Array.from({ length: count }, (_, topic) => ({ texts: texts(each, `text # of topic ${topic}`) }));

function find({ evidence, vectors, dimensions }: Material, options: Partial<FindThemesOptions> = {}) {
  return findThemes(
    evidence.map(({ id }) => id),
    inMemory(vectors, dimensions),
    { seed: 1, ...options },
  );
}

function labelsOf(found: FoundThemes, rows: number): Int32Array {
  const labels = new Int32Array(rows).fill(-1);
  found.groups.forEach(({ rows: members }, g) => members.forEach((row) => (labels[row] = g)));
  return labels;
}

describe("finding themes", () => {
  test.each([3, 6, 8, 20])("recovers %i topics without being told their number", async (count) => {
    const made = material(topics(count, Math.max(20, 240 / count)));
    const found = await find(made, { outlierShare: 0 });
    expect(found.groups).toHaveLength(count);
    expect(adjustedRand(labelsOf(found, made.truth.length), made.truth)).toBeGreaterThan(0.95);
    expect(found.silhouette).toBeGreaterThan(0.4);
  });

  test("gives the same groups, bit for bit, in whatever order the rows arrive", async () => {
    const made = material(topics(5, 30), { noise: 1.5 });
    const order = made.truth.map((_, i) => (i * 67) % made.truth.length);
    const named = (found: FoundThemes, { evidence }: Material) => ({
      ...found,
      groups: found.groups.map((group) => ({ ...group, rows: group.rows.map((row) => evidence[row]?.id) })),
      outliers: found.outliers.map((row) => evidence[row]?.id),
      alike: found.alike?.pairs.map(({ rows, similarity }) => [...rows.map((row) => evidence[row]?.id), similarity]),
    });
    const moved = reordered(made, order);
    expect(named(await find(moved), moved)).toEqual(named(await find(made), made));
  });

  test("leaves out what fits nowhere, as far as the user wants, and puts every other row into exactly one group", async () => {
    const made = material([...topics(5, 30), ...Array.from({ length: 12 }, (_, i) => ({ texts: [`a lone remark ${i}`] }))]);
    const found = await find(made);
    const everywhere = [...found.groups.flatMap(({ rows }) => rows), ...found.outliers].toSorted((a, b) => a - b);
    expect(everywhere).toEqual(made.truth.map((_, i) => i));
    expect(found.outliers.filter((row) => row >= 150).length).toBeGreaterThanOrEqual(6);
    expect(found.outliers.filter((row) => row < 150).length).toBeLessThanOrEqual(3);
    expect((await find(made, { outlierShare: 0.02 })).outliers).toHaveLength(3);
    expect((await find(made, { outlierShare: 0 })).outliers).toEqual([]);
  });

  test("calls real topics stable and slices of one cloud unstable", async () => {
    const mean = ({ groups }: FoundThemes) => groups.reduce((sum, { stability = 0 }) => sum + stability, 0) / groups.length;
    expect(mean(await find(material(topics(6, 30))))).toBeGreaterThan(0.9);
    const cloud = await find(material([{ texts: texts(180, "text #") }]));
    expect(mean(cloud)).toBeLessThan(0.6);
    for (const { stability = 0, stabilityLimits: { low, high } = { low: 1, high: 0 } } of cloud.groups) {
      expect([low > 0, low < stability, stability < high, high <= 1]).toEqual([true, true, true, true]);
    }
  });

  test("beyond the sample's size the others join the nearest theme", async () => {
    const made = material(topics(6, 100));
    const found = await find(made, { sampleRows: 200 });
    expect(found.method).toContain("sample 200");
    expect(adjustedRand(labelsOf(found, 600), made.truth)).toBeGreaterThan(0.95);
    expect(await find(made, { sampleRows: 200 })).toEqual(found);
  });

  test("finds the same themes among many rows, that are compared by their principal components", async () => {
    const made = material(topics(8, 200));
    const wide = new Float32Array(1600 * 128);
    for (let i = 0; i < 1600; i++) wide.set(made.vectors.subarray(i * 48, (i + 1) * 48), i * 128);
    const found = await find({ ...made, vectors: wide, dimensions: 128 }, { outlierShare: 0, resamples: 0 });
    expect(adjustedRand(labelsOf(found, 1600), made.truth)).toBeGreaterThan(0.95);
  });

  test("holds to the number of themes that can be shown", async () =>
    expect((await find(material(topics(12, 20)), { mostThemes: 5 })).groups.length).toBeLessThanOrEqual(5));

  test("a handful of texts is one theme, none is none, and rows without a direction do no harm", async () => {
    const few = material(topics(1, 5));
    expect((await find(few)).groups.map(({ rows }) => rows.length)).toEqual([5]);
    expect((await findThemes([], inMemory(new Float32Array(0), 4), { seed: 1 })).groups).toEqual([]);
    const ids = Array.from({ length: 20 }, (_, i) => `id${i}`);
    const same = await findThemes(ids, inMemory(new Float32Array(20 * 4).fill(0.5), 4), { seed: 1 });
    expect(same.groups.flatMap(({ rows }) => rows).length + same.outliers.length).toBe(20);
  });

  test("refuses vectors that do not belong to the ids", async () =>
    await expect(findThemes(["a", "b"], inMemory(new Float32Array(4), 4), { seed: 1 })).rejects.toThrow(RangeError));

  test("takes less than three seconds of processor time for 1,000 texts of 384 dimensions", async () => {
    const random = xoroshiro128plus(3);
    const vectors = Float32Array.from({ length: 1000 * 384 }, () => uniformFloat64(random) - 0.5);
    const ids = Array.from({ length: 1000 }, (_, i) => `id${i}`);
    const before = process.cpuUsage();
    await findThemes(ids, inMemory(vectors, 384), { seed: 1 });
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(3);
  });
});
