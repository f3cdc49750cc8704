import { expect, it } from "vitest";
import { copiesAmong } from "../duplicates/near-duplicates.ts";
import { material, texts } from "../testing/topics.ts";
import { textsOf } from "../texts.ts";
import { findDistinctThemes } from "./distinct-themes.ts";
import { inMemory } from "./vectors.ts";

const { evidence, vectors, dimensions } = material([
  { texts: texts(30, "The battery dies after # minutes.", "My battery broke on day #.") },
  { texts: texts(30, "Sound quality is excellent in room #.", "Clear sound on track #, very happy.") },
]);
const advertisement = "Buy followers for your account now at the lowest price on the whole internet";
/** One text pasted thirty times, by other authors and on other days, with vectors that lie together. */
const pasted = Array.from({ length: 30 }, (_, i) => ({ id: `x${i}`, text: i % 2 === 0 ? advertisement : `${advertisement}!` }));
const pastedVectors = new Float32Array(pasted.length * dimensions).map((_, i) => (i % dimensions === dimensions - 1 ? 1 : 0));
const all = [...evidence, ...pasted];
const allVectors = Float32Array.from([...vectors, ...pastedVectors]);

it("makes no theme of one text that was pasted many times", async () => {
  const copies = await copiesAmong(all, textsOf(all));
  const { groups, outliers } = await findDistinctThemes(all, inMemory(allVectors, dimensions), copies, { seed: 1 });
  expect(copies).toHaveLength(29);
  const where = (id: string) => groups.findIndex(({ rows }) => rows.some((row) => all[row]?.id === id));
  // Wherever the original went, its copies went with it; nowhere are they among themselves.
  expect(new Set(pasted.map(({ id }) => where(id))).size).toBe(1);
  for (const { rows } of groups) expect(rows.some((row) => (all[row]?.id ?? "").startsWith("x") === false)).toBe(true);
  expect(groups.flatMap(({ rows }) => rows).length + outliers.length).toBe(all.length);
});

it("keeps every fit with its row", async () => {
  const { groups } = await findDistinctThemes(all, inMemory(allVectors, dimensions), await copiesAmong(all, textsOf(all)), { seed: 1 });
  for (const { rows, fits } of groups) {
    expect(fits).toHaveLength(rows.length);
    expect(rows.map((row) => all[row]?.id)).toEqual(rows.map((row) => all[row]?.id).toSorted());
  }
});
