import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, test } from "vitest";
import { material, reordered, texts, type Material } from "../testing/topics.ts";
import { adjustedRand } from "./agreement.ts";
import { findThemes, type FindThemesOptions } from "./find-themes.ts";
import { clusterBounds } from "./partition.ts";

const topics = (count: number, each: number) =>
  Array.from({ length: count }, (_, topic) => ({ texts: texts(each, `text # of topic ${topic}`) }));

function find({ evidence, vectors, dimensions }: Material, options: Partial<FindThemesOptions> = {}) {
  return findThemes(
    evidence.map(({ id }) => id),
    vectors,
    { dimensions, seed: 1, ...options },
  );
}

function labelsOf(found: ReturnType<typeof find>, rows: number): Int32Array {
  const labels = new Int32Array(rows).fill(-1);
  found.groups.forEach(({ rows: members }, g) => members.forEach((row) => (labels[row] = g)));
  return labels;
}

describe("finding themes", () => {
  test("recovers the topics that are there, when the bounds allow their number", () => {
    for (const count of [3, 6, 8]) {
      const made = material(topics(count, 240 / count));
      const found = find(made);
      expect(adjustedRand(labelsOf(found, made.truth.length), made.truth), `${count} topics`).toBeGreaterThan(count === 3 ? 0.7 : 0.95);
      expect(found.silhouette).toBeGreaterThan(0.4);
    }
  });

  test("gives the same groups, bit for bit, in whatever order the rows arrive", () => {
    const made = material(topics(5, 30), { noise: 1.5 });
    const order = made.truth.map((_, i) => (i * 67) % made.truth.length);
    const named = (found: ReturnType<typeof find>, { evidence }: Material) => ({
      ...found,
      groups: found.groups.map((group) => ({ ...group, rows: group.rows.map((row) => evidence[row]?.id) })),
      outliers: found.outliers.map((row) => evidence[row]?.id),
    });
    const moved = reordered(made, order);
    expect(named(find(moved), moved)).toEqual(named(find(made), made));
  });

  test("leaves out what fits nowhere and puts every other row into exactly one group", () => {
    const made = material([...topics(5, 30), ...Array.from({ length: 12 }, (_, i) => ({ texts: [`a lone remark ${i}`] }))]);
    const found = find(made);
    const everywhere = [...found.groups.flatMap(({ rows }) => rows), ...found.outliers].toSorted((a, b) => a - b);
    expect(everywhere).toEqual(made.truth.map((_, i) => i));
    expect(found.outliers.filter((row) => row >= 150).length).toBeGreaterThanOrEqual(6);
    expect(found.outliers.filter((row) => row < 150).length).toBeLessThanOrEqual(3);
  });

  test("calls real topics stable and slices of one cloud unstable", () => {
    const mean = (found: ReturnType<typeof find>) =>
      found.groups.reduce((sum, { stability = 0 }) => sum + stability, 0) / found.groups.length;
    expect(mean(find(material(topics(6, 30))))).toBeGreaterThan(0.9);
    expect(mean(find(material([{ texts: texts(180, "text #") }])))).toBeLessThan(0.6);
  });

  test("beyond the sample's size the others join the nearest theme", () => {
    const made = material(topics(6, 100));
    const found = find(made, { sampleRows: 200 });
    expect(found.method).toContain("sample 200");
    expect(adjustedRand(labelsOf(found, 600), made.truth)).toBeGreaterThan(0.95);
    expect(find(made, { sampleRows: 200 })).toEqual(found);
  });

  test("a handful of texts is one theme, none is none, and rows without a direction do no harm", () => {
    const few = material(topics(1, 5));
    expect(find(few).groups.map(({ rows }) => rows.length)).toEqual([5]);
    expect(findThemes([], new Float32Array(0), { dimensions: 4, seed: 1 }).groups).toEqual([]);
    const same = findThemes(
      Array.from({ length: 20 }, (_, i) => `id${i}`),
      new Float32Array(20 * 4).fill(0.5),
      { dimensions: 4, seed: 1 },
    );
    expect(same.groups.flatMap(({ rows }) => rows).length + same.outliers.length).toBe(20);
  });

  test("refuses vectors that do not belong to the ids", () =>
    expect(() => findThemes(["a"], new Float32Array(7), { dimensions: 4, seed: 1 })).toThrow(RangeError));

  test("looks for 8 to 13 themes in 1,000 texts and for 2 to 4 in 20", () => {
    expect([20, 1000, 5000].map(clusterBounds)).toEqual([
      { least: 2, most: 4 },
      { least: 8, most: 13 },
      { least: 13, most: 21 },
    ]);
  });

  test("takes less than three seconds of processor time for 1,000 texts of 384 dimensions", () => {
    const random = xoroshiro128plus(3);
    const vectors = Float32Array.from({ length: 1000 * 384 }, () => uniformFloat64(random) - 0.5);
    const before = process.cpuUsage();
    findThemes(
      Array.from({ length: 1000 }, (_, i) => `id${i}`),
      vectors,
      { dimensions: 384, seed: 1 },
    );
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(3);
  });
});
