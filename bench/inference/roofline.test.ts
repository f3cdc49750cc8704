import { expect, it } from "vitest";
import { percentile } from "./percentiles.ts";
import { sampleOf, sortedBatches } from "./roofline.ts";
import { benchTexts } from "./texts.ts";

const row = (length: number) => Array.from({ length }, () => 1);

it("sorts all texts and cuts them into batches of at most 512 padded tokens, losing none", () => {
  const lengths = Array.from({ length: 400 }, (_, i) => 3 + ((i * 37) % 250));
  const batches = sortedBatches(lengths.map(row));
  const found = batches.flatMap(({ rows }) => rows.map((one) => one.length));
  expect(found).toEqual(lengths.toSorted((a, b) => a - b));
  for (const { rows, width } of batches) {
    expect(rows.length * width).toBeLessThanOrEqual(512);
    expect(width).toBe(rows.at(-1)?.length);
  }
});

it("samples batches evenly from short to long", () => {
  const batches = Array.from({ length: 100 }, (_, i) => ({ rows: [row(i + 1)], width: i + 1 }));
  expect(sampleOf(batches, 4).map(({ width }) => width)).toEqual([13, 38, 63, 88]);
  expect(sampleOf(batches.slice(0, 3), 12)).toHaveLength(3);
});

it("gives the nearest rank", () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect([percentile(values, 0.5), percentile(values, 0.99), percentile(values, 1), percentile([7], 0.99)]).toEqual([50, 99, 100, 7]);
  expect(percentile([], 0.5)).toBeNaN();
});

it("measures with the same texts every time, no two equal, as long as reviews are", () => {
  const texts = benchTexts(2_048);
  expect(benchTexts(2_048)).toEqual(texts);
  expect(new Set(texts).size).toBeGreaterThan(2_000);
  const words = texts.map((text) => text.split(" ").length);
  expect([percentile(words, 0.5), percentile(words, 0.9)]).toEqual([expect.closeTo(20, -1), expect.closeTo(66, -1)]);
});
