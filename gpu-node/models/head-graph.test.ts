import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEmbedder, openRunner, type Embedder } from "../testing/embedder.ts";
import { reviews, value } from "../testing/prepared.ts";
import { intercept, weights } from "../testing/sentiment-weights.ts";
import { logisticHead, readHead, withHead } from "./head-graph.ts";
import { sentimentRecipe } from "./minilm-recipe.ts";
import { readModelList } from "./model-list.ts";
import { prepare } from "./model-store.ts";
import { quietStore } from "./store-context.ts";
import { OnnxGraph } from "./onnx-graph.ts";

let embedder: Embedder;
let classifier: Embedder;
let folder: string;
beforeAll(async () => {
  // Built here and now: a store of earlier runs would not show a change of the code.
  folder = await mkdtemp(join(tmpdir(), "paissive-head-"));
  [embedder, classifier] = await Promise.all([openEmbedder(), openRunner(value(await prepare(folder, sentimentRecipe())))]);
}, 60_000);
afterAll(() => Promise.all([embedder.close(), classifier.close(), rm(folder, { recursive: true, force: true })]));

const texts = reviews(60);

describe("the sentiment head in the graph", () => {
  it("gives what the weights give on the vectors of the embedding model, computed by hand", async () => {
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
    const head = value(readHead(logisticHead({ base: "minilm", labels: ["no", "yes"], intercept: 0, weights: [1, 2, 3], about: {} })));
    expect(withHead(graph.encode("small"), head, "yes-or-no")).toMatchObject({
      ok: false,
      error: { detail: "yes-or-no reads vectors of 3 numbers, minilm gives 4." },
    });
    expect(withHead(Uint8Array.of(1, 2, 3), head, "yes-or-no")).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });
});

/** A linear head of three labels, as a training library writes one: Gemm and Softmax. */
function linearHead(more: { base?: string; labels?: string; operator?: string } = {}): Uint8Array {
  const { base = "all-minilm-l6-v2", labels = '["a","b","c"]', operator = "Softmax" } = more;
  const graph = new OnnxGraph();
  const vector = graph.input("x", "float32", ["n", 384]);
  const matrix = graph.constant(
    "w",
    Float32Array.from({ length: 384 * 3 }, (_, i) => Math.sin(i)),
    [384, 3],
  );
  const bias = graph.constant("b", Float32Array.of(0, 1, -1), [3]);
  graph.node(operator, [graph.node("Gemm", [vector, matrix, bias], "z")], "y");
  graph.output("y", "float32", ["n", 3]);
  graph.note("base", base);
  graph.note("labels", labels);
  return graph.encode("linear");
}

describe("a head of one's own", () => {
  const listed = async (head: Uint8Array, list = (path: string) => `all-minilm-l6-v2,tickets=head:${path}`) => {
    const path = join(folder, "tickets.onnx");
    await writeFile(path, head);
    const tickets = value(readModelList(list(path))).at(-1);
    if (!tickets) throw new Error("The list is empty.");
    return tickets.make(folder, quietStore);
  };

  it("is served as a classifier by its place in the list of models, on the vectors of its base", async () => {
    const made = value(await listed(linearHead()));
    if (made.kind !== "graph") throw new Error("It is no graph.");
    expect(made).toMatchObject({ name: "tickets", task: "classification", dimensions: 3, labels: ["a", "b", "c"], maxTokens: 256 });
    expect(made.manifest.source).toMatch(/^head:tickets\.onnx on npm:/);
    const runner = await openRunner(made);
    const [[vector], [row]] = [await embedder.batch([texts[0] ?? ""]), await runner.batch([texts[0] ?? ""])];
    await runner.close();
    const numbers = Array.from(vector ?? []);
    const logits = [0, 1, -1].map((bias, label) => numbers.reduce((sum, x, i) => sum + x * Math.sin(i * 3 + label), bias));
    const whole = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    logits.forEach((logit, label) => expect(row?.[label]).toBeCloseTo(Math.exp(logit) / whole, 5));
  }, 60_000);

  it.each([
    ["a base that does not stand before it", linearHead({ base: "another" }), "its base another must stand before it"],
    ["no labels", linearHead({ labels: "" }), "its metadata must name `base`"],
    ["other labels than numbers", linearHead({ labels: '["a","b"]' }), "gives 3 numbers a text for 2 labels"],
    ["an operator that cannot be joined", linearHead({ operator: "Hardmax" }), "it computes with Hardmax"],
    ["a file that is no graph", Uint8Array.of(255, 1), "no ONNX model"],
  ])("is refused with %s", async (_, head, reason) => {
    const made = await listed(head);
    expect(made).toMatchObject({ ok: false, error: { code: "unavailable", retryable: false } });
    expect(!made.ok && made.error.detail).toContain(reason);
  });
});
