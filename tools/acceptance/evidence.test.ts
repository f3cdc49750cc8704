import { expect, it } from "vitest";
import { onGrid } from "../../workers/niche-analysis/domain/themes/grid.ts";
import { keptVectors, movedShare } from "./evidence.ts";

const embedder = {
  dimensions: 2,
  embed: (texts: readonly string[]) => Promise.resolve(Float32Array.from(texts.flatMap((_, i) => [0.6 + i / 7, 0.8]))),
};

it("vectors are kept as a niche keeps them, and off by as much as is asked for before that", async () => {
  const texts = ["a", "b"];
  const raw = await embedder.embed(texts);
  const { values } = await keptVectors(embedder, texts);
  expect(values).toEqual(onGrid(raw));
  expect((await keptVectors(embedder, texts, { off: 1e-9 })).values).toEqual(values);
  const off = await keptVectors(embedder, texts, { off: 0.1 });
  expect(off.values).not.toEqual(values);
  off.values.forEach((value, i) => expect(Math.abs(value / (raw[i] ?? 1) - 1)).toBeLessThan(0.101));
});

it("a text has moved when it is together with others than before", () => {
  const before = [{ evidenceIds: ["a", "b"] }, { evidenceIds: ["c"] }, { evidenceIds: ["d"] }];
  expect(movedShare(before, [{ evidenceIds: ["c"] }, { evidenceIds: ["b", "a"] }, { evidenceIds: ["d"] }])).toBe(0);
  expect(movedShare(before, [{ evidenceIds: ["a", "b"] }, { evidenceIds: ["c", "d"] }])).toBe(0.5);
});
