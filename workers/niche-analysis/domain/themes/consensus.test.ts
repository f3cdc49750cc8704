import { expect, it } from "vitest";
import { material, texts } from "../testing/topics.ts";
import { adjustedRand } from "./agreement.ts";
import { communities } from "./communities.ts";
import { choosePartition, mostNeighbours, usefulThemes } from "./consensus.ts";
import { neighbourGraph } from "./neighbour-graph.ts";
import { nearest, nearestNeighbours } from "./neighbours.ts";
import { centred, rowOf, vectorTable } from "./vectors.ts";

const topics = (count: number, each: number) =>
  Array.from({ length: count }, (_, topic) => ({ texts: texts(each, `text # of topic ${topic}`) }));

async function partition(made: ReturnType<typeof material>, each = mostNeighbours) {
  const table = centred(vectorTable(made.vectors, made.dimensions));
  return choosePartition(await nearestNeighbours(table, each, async () => {}), table, { most: 80, pause: async () => {} });
}

it("finds the number of themes whether they are few and large or many and small", async () => {
  for (const [count, each] of [
    [4, 100],
    [25, 25],
  ] as const) {
    const made = material(topics(count, each), { noise: 1.2 });
    const chosen = await partition(made);
    expect(new Set(chosen?.labels).size).toBe(count);
    expect(adjustedRand(chosen?.labels ?? [], made.truth)).toBeGreaterThan(0.95);
  }
});

it("takes a number that a reader can use where texts shade into one another", async () => {
  const chosen = await partition(material([{ texts: texts(300, "text #") }], { noise: 3 }));
  const { least, most } = usefulThemes(300);
  expect(chosen?.silhouette).toBeLessThan(0.15);
  expect(new Set(chosen?.labels).size).toBeGreaterThanOrEqual(least);
  expect(new Set(chosen?.labels).size).toBeLessThanOrEqual(most);
});

it("leaves out what has more parts than can be shown", async () => {
  const made = material(topics(20, 20));
  const table = centred(vectorTable(made.vectors, made.dimensions));
  const chosen = await choosePartition(await nearestNeighbours(table, 30, async () => {}), table, { most: 12, pause: async () => {} });
  expect(new Set(chosen?.labels).size).toBeLessThanOrEqual(12);
});

it("takes the one most like what is known already, among those that are as good", async () => {
  const made = material([{ texts: texts(300, "text #") }], { noise: 3 });
  const table = centred(vectorTable(made.vectors, made.dimensions));
  const found = await nearestNeighbours(table, mostNeighbours, async () => {});
  const choose = (known?: Int32Array) => choosePartition(found, table, { most: 80, pause: async () => {}, ...(known && { known }) });
  const own = await choose();
  const graph = neighbourGraph(nearest(found, 30));
  const others = [0.85, 1, 1.2, 1.4].map((resolution) => communities(graph, resolution));
  const kept = await Promise.all(others.map(async (labels) => adjustedRand((await choose(labels))?.labels ?? [], labels) === 1));
  expect(others.filter((labels, i) => kept[i] === true && adjustedRand(labels, own?.labels ?? []) < 1)).not.toEqual([]);
  expect((await choose(own?.labels))?.labels).toEqual(own?.labels);
  // Without a twentieth of the texts, which come later.
  const late = (row: number) => row % 20 === 7;
  const rows = [...made.truth.keys()].filter((row) => !late(row));
  const part = vectorTable(Float32Array.from(rows.flatMap((row) => [...rowOf(table, row)])), table.dimensions);
  const before = await choosePartition(await nearestNeighbours(part, mostNeighbours, async () => {}), part, {
    most: 80,
    pause: async () => {},
  });
  const known = new Int32Array(table.count).fill(-1);
  rows.forEach((row, i) => (known[row] = before?.labels[i] ?? -1));
  const after = await choose(known);
  const agreement = adjustedRand(
    rows.map((row) => after?.labels[row] ?? -1),
    rows.map((row) => known[row] ?? -1),
  );
  expect(agreement).toBeGreaterThan(0.8);
  // Of too few texts to go by.
  const few = others[0]?.map((label, row) => (row < 100 ? label : -1));
  expect((await choose(few))?.labels).toEqual(own?.labels);
});
