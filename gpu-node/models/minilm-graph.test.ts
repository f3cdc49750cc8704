import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEmbedder, type Embedder } from "../testing/embedder.ts";
import { cosine, reviews } from "../testing/prepared.ts";
import { minilmGraph } from "./minilm-graph.ts";
import { modelForms, type ModelForm } from "./model-form.ts";

const opened = new Map<ModelForm, Embedder>();
beforeAll(async () => {
  await Promise.all(modelForms.map(async (form) => opened.set(form, await openEmbedder(form))));
}, 60_000);
afterAll(() => Promise.all([...opened.values()].map((embedder) => embedder.close())));

const texts = reviews(200);

function embedderOf(form: ModelForm): Embedder {
  const embedder = opened.get(form);
  if (!embedder) throw new Error(`${form} did not open`);
  return embedder;
}

/** One after the other, each in a batch of its own. */
async function alone(embedder: Embedder): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (const text of texts) vectors.push(...(await embedder.batch([text])));
  return vectors;
}

function largestDifference(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (!a || !b) throw new Error("every text gives a vector");
  return a.reduce((most, x, i) => Math.max(most, Math.abs(x - (b[i] ?? 0))), 0);
}

/** Cosines to float32, and how far a number may move with the texts that share a batch. */
const promises = [
  { form: "exact", least: 0.9999, mean: 0.99995, moves: 0 },
  { form: "w8", least: 0.998, mean: 0.9995, moves: 1e-5 },
] as const;

describe("all-MiniLM-L6-v2 as converted", () => {
  it("computes what TensorFlow.js computes from the same files", async () => {
    // Run once with @tensorflow/tfjs' CPU backend on the source's model.json: similarities of these three sentences. (The float32
    // original gives 0.6660, 0.1046, 0.1411, Sentence Transformers' quickstart: the source's 8-bit weights move them by up to 0.03.)
    const sentences = ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."];
    const [a, b, c] = await embedderOf("fp32").batch(sentences);
    if (!a || !b || !c) throw new Error("three texts give three vectors");
    expect(cosine(a, b)).toBeCloseTo(0.6363627, 5);
    expect(cosine(a, c)).toBeCloseTo(0.0840877, 5);
    expect(cosine(b, c)).toBeCloseTo(0.1218416, 5);
  });

  it.each(promises)(
    "in $form stays within cosine $least of float32 on 200 real sentences, at unit length, whatever shares a batch",
    async ({ form, least, mean, moves }) => {
      const embedder = embedderOf(form);
      const [reference, vectors] = await Promise.all([alone(embedderOf("fp32")), alone(embedder)]);
      const cosines = reference.map((vector, i) => cosine(vector, vectors[i] ?? new Float32Array()));
      expect(Math.min(...cosines)).toBeGreaterThanOrEqual(least);
      expect(cosines.reduce((sum, x) => sum + x, 0) / cosines.length).toBeGreaterThanOrEqual(mean);
      for (const vector of vectors) expect(Math.abs(cosine(vector, vector) - 1)).toBeLessThan(1e-5);
      let worst = 0;
      for (let start = 0; start < texts.length; start += 8) {
        const together = await embedder.batch(texts.slice(start, start + 8));
        together.forEach((vector, i) => (worst = Math.max(worst, largestDifference(vector, vectors[start + i]))));
      }
      expect(worst).toBeLessThanOrEqual(moves);
    },
    60_000,
  );

  it.each(promises)("in $form gives the longest text it reads the same vector beside the shortest", async ({ form, moves }) => {
    const embedder = embedderOf(form);
    const long = texts.join(" ");
    expect(embedder.tokens(long)).toBe(256);
    const [apart] = await embedder.batch([long]);
    const [beside, small] = await embedder.batch([long, "Fine."]);
    const [smallApart] = await embedder.batch(["Fine."]);
    expect(largestDifference(apart, beside)).toBeLessThanOrEqual(moves);
    expect(largestDifference(small, smallApart)).toBeLessThanOrEqual(moves);
  });

  it("names the weight that a source lacks", () => {
    expect(minilmGraph(new Map(), "exact")).toMatchObject({
      ok: false,
      error: { detail: "The source model has no weight called unknown." },
    });
  });
});
