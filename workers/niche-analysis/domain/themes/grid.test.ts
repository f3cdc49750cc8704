import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, it } from "vitest";
import { material, texts, type Material } from "../testing/topics.ts";
import { adjustedRand } from "./agreement.ts";
import { findThemes } from "./find-themes.ts";
import { onGrid } from "./grid.ts";
import { cosineOf, inMemory, normalised } from "./vectors.ts";

const random = xoroshiro128plus(7);
const jitter = (size: number) => size * (uniformFloat64(random) * 2 - 1);
const directions = Array.from({ length: 400 }, () => normalised(Float32Array.from({ length: 384 }, () => jitter(1))));

describe("vectors on the grid", () => {
  it("are nearly all the same again after differences of 1e-7, which without it leave hardly one the same", () => {
    const others = directions.map((row) => row.map((value) => value + jitter(1e-7)));
    const equal = (of: (row: Float32Array) => Float32Array) =>
      directions.filter((row, i) => {
        const [one, other] = [of(row), of(others[i] ?? row)];
        return one.every((value, d) => value === other[d]);
      }).length;
    expect(equal((row) => row)).toBe(0);
    expect(equal(onGrid)).toBeGreaterThan(0.9 * directions.length);
  });

  it("keep their angles, and give the same again when they are put on it twice", () => {
    for (const [i, row] of directions.entries()) {
      const other = directions[i + 1] ?? row;
      expect(cosineOf(onGrid(row), onGrid(other))).toBeCloseTo(cosineOf(row, other), 3);
      const [once, twice] = [onGrid(row), onGrid(onGrid(row))];
      expect(once.every((value, d) => value === twice[d])).toBe(true);
    }
  });

  it("never become nothing", () => expect(onGrid(Float32Array.of(1e-5, 0))).toEqual(Float32Array.of(1e-5, 0)));

  const mixed = (noise: number) => {
    const topics = Array.from({ length: 8 }, (_, topic) => ({ texts: texts(30, `text # of topic ${topic}`) }));
    return material(topics, { noise });
  };
  const rowsOf = async (made: Material, vectors: Float32Array) => {
    const ids = made.evidence.map(({ id }) => id);
    const found = await findThemes(ids, inMemory(vectors, made.dimensions), { seed: 1, resamples: 0 });
    return { groups: found.groups.map(({ rows }) => rows), outliers: found.outliers };
  };

  it("fall apart into the same topics as they do without it, where topics mix", async () => {
    const made = mixed(2);
    const agreement = async (vectors: Float32Array) => {
      const labels = new Int32Array(made.truth.length).fill(-1);
      (await rowsOf(made, vectors)).groups.forEach((rows, group) => rows.forEach((row) => (labels[row] = group)));
      return adjustedRand(labels, made.truth);
    };
    expect(await agreement(onGrid(made.vectors))).toBeGreaterThanOrEqual((await agreement(made.vectors)) - 0.005);
  });

  // As another processor may compute them; that no theme moves is what can be held of a few hundred texts, not of any number of them.
  it.each([0.6, 1, 2])(
    "give the very same themes when every number is off by up to a millionth of itself, topics mixed by %d",
    async (noise) => {
      const made = mixed(noise);
      const here = onGrid(made.vectors);
      const themes = await rowsOf(made, here);
      let different = 0;
      for (let node = 1; node <= 5; node++) {
        const there = onGrid(made.vectors.map((value) => value * (1 + jitter(1e-6))));
        different += there.filter((value, i) => value !== here[i]).length;
        expect(await rowsOf(made, there)).toEqual(themes);
      }
      // Some numbers lay at an edge of the grid, so that this was a test.
      expect(different).toBeGreaterThan(0);
    },
  );
});
