import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEmbedder, openRunner, type Embedder } from "../testing/embedder.ts";
import { reviews, value } from "../testing/prepared.ts";
import { withLogisticHead } from "./logistic-head.ts";
import { headedRecipe, sentimentHead } from "./minilm-recipe.ts";
import { prepare } from "./model-store.ts";
import { OnnxGraph } from "./onnx-graph.ts";

let embedder: Embedder;
let classifier: Embedder;
let folder: string;
beforeAll(async () => {
  // Built here and now: a store of earlier runs would not show a change of the code.
  folder = await mkdtemp(join(tmpdir(), "paissive-head-"));
  [embedder, classifier] = await Promise.all([openEmbedder("w8"), openRunner(value(await prepare(folder, headedRecipe())))]);
}, 60_000);
afterAll(() => Promise.all([embedder.close(), classifier.close(), rm(folder, { recursive: true, force: true })]));

const texts = reviews(60);

describe("the sentiment head in the graph", () => {
  it("gives what the weights give on the vectors of the embedding model, computed by hand", async () => {
    const { intercept, weights } = sentimentHead;
    const vectors = await embedder.batch(texts);
    const rows = await classifier.batch(texts);
    vectors.forEach((vector, i) => {
      const odds = vector.reduce((sum, x, k) => sum + x * (weights[k] ?? 0), intercept);
      const positive = 1 / (1 + Math.exp(-odds));
      expect(rows[i]).toHaveLength(2);
      expect(rows[i]?.[0]).toBeCloseTo(1 - positive, 6);
      expect(rows[i]?.[1]).toBeCloseTo(positive, 6);
    });
  });

  it("tells praise from complaint, and is unsure where nothing is said", async () => {
    const rows = await classifier.batch(["I love it, works perfectly.", "Total waste of money, it broke after a day.", "It is a phone."]);
    expect(rows[0]?.[1]).toBeGreaterThan(0.95);
    expect(rows[1]?.[1]).toBeLessThan(0.05);
    expect(rows[2]?.[1]).toBeGreaterThan(0.2);
    expect(rows[2]?.[1]).toBeLessThan(0.8);
  });

  it("does not change with the neighbours in a batch", async () => {
    const [alone] = await classifier.batch([texts[0] ?? ""]);
    const [beside] = await classifier.batch(texts.slice(0, 12));
    expect(Math.abs((alone?.[1] ?? 0) - (beside?.[1] ?? 1))).toBeLessThan(1e-5);
  });

  it("is refused on vectors of another size", () => {
    const graph = new OnnxGraph();
    graph.node("Identity", [graph.input("input_ids", "float32", ["batch", 4])], "sentence_embedding");
    graph.output("sentence_embedding", "float32", ["batch", 4]);
    expect(withLogisticHead(graph.encode("small"), sentimentHead)).toMatchObject({
      ok: false,
      error: { detail: "sentiment-minilm reads vectors of 384 numbers, its base gives 4." },
    });
    expect(withLogisticHead(Uint8Array.of(1, 2, 3), sentimentHead)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });
});
