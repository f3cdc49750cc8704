import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEmbedder, type Embedder } from "../testing/embedder.ts";
import { cosine, reviews } from "../testing/prepared.ts";
import { minilmGraph } from "./minilm-graph.ts";

let served: Embedder;
let reference: Embedder;
beforeAll(async () => {
  [served, reference] = await Promise.all([openEmbedder("w8"), openEmbedder("fp32")]);
}, 60_000);
afterAll(() => Promise.all([served.close(), reference.close()]));

const texts = reviews(200);

/** One after the other, each in a batch of its own. */
async function alone(embedder: Embedder): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (const text of texts) vectors.push(...(await embedder.batch([text])));
  return vectors;
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, x, i) => Math.max(most, Math.abs(x - (b[i] ?? 0))), 0);
}

describe("all-MiniLM-L6-v2 as converted", () => {
  it("computes what TensorFlow.js computes from the same files", async () => {
    // Run once with @tensorflow/tfjs' CPU backend on the source's model.json: similarities of these three sentences. (The float32
    // original gives 0.6660, 0.1046, 0.1411, Sentence Transformers' quickstart: the source's 8-bit weights move them by up to 0.03.)
    const [a, b, c] = await reference.batch(["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]);
    if (!a || !b || !c) throw new Error("three texts give three vectors");
    expect(cosine(a, b)).toBeCloseTo(0.6363627, 5);
    expect(cosine(a, c)).toBeCloseTo(0.0840877, 5);
    expect(cosine(b, c)).toBeCloseTo(0.1218416, 5);
  });

  it("stays within cosine 0.998 of float32 on 200 real sentences, gives unit length, and ignores its neighbours in a batch", async () => {
    const [exact, quantised] = await Promise.all([alone(reference), alone(served)]);
    const cosines = exact.map((vector, i) => cosine(vector, quantised[i] ?? new Float32Array()));
    expect(Math.min(...cosines)).toBeGreaterThanOrEqual(0.998);
    expect(cosines.reduce((sum, x) => sum + x, 0) / cosines.length).toBeGreaterThanOrEqual(0.9995);
    for (const vector of quantised) expect(Math.abs(cosine(vector, vector) - 1)).toBeLessThan(1e-5);
    let worst = 0;
    for (let start = 0; start < texts.length; start += 8) {
      const together = await served.batch(texts.slice(start, start + 8));
      together.forEach((vector, i) => (worst = Math.max(worst, largestDifference(vector, quantised[start + i] ?? new Float32Array()))));
    }
    expect(worst).toBeLessThanOrEqual(1e-5);
  }, 60_000);

  it("gives the longest text it reads the same vector beside the shortest", async () => {
    const long = texts.join(" ");
    expect(served.tokens(long)).toBe(256);
    const [apart] = await served.batch([long]);
    const [beside] = await served.batch([long, "Fine."]);
    const [, small] = await served.batch([long, "Fine."]);
    const [smallApart] = await served.batch(["Fine."]);
    if (!apart || !beside || !small || !smallApart) throw new Error("every text gives a vector");
    expect(largestDifference(apart, beside)).toBeLessThanOrEqual(1e-5);
    expect(largestDifference(small, smallApart)).toBeLessThanOrEqual(1e-5);
  });

  it("names the weight that a source lacks", () => {
    expect(minilmGraph(new Map(), "w8")).toMatchObject({ ok: false, error: { detail: "The source model has no weight called unknown." } });
  });
});
