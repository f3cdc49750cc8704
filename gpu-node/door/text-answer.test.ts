import { describe, expect, it } from "vitest";
import type { NodeModel } from "../../contracts/node-protocol.ts";
import type { AnswerForm } from "../core/text-requests.ts";
import { textAnswer } from "./text-answer.ts";

const embedder: NodeModel = { name: "m", version: "1", task: "embedding", dimensions: 2, maxTokens: 8 };
const classifier: NodeModel = { name: "c", version: "1", task: "classification", dimensions: 3, maxTokens: 8, labels: ["x", "y", "z"] };
const ranker: NodeModel = { name: "r", version: "1", task: "rerank", dimensions: 1, maxTokens: 8 };
const usage = { prompt_tokens: 9, total_tokens: 9 };

async function json(form: AnswerForm, model: NodeModel, vectors: Float32Array<ArrayBuffer>): Promise<unknown> {
  let text = "";
  for await (const piece of textAnswer(form, model, { vectors, tokens: 9 }).json()) text += piece;
  return JSON.parse(text);
}

const floats = { route: "/v1/embeddings", encoding: "float", dimensions: undefined } as const;
const rerank = (more: Partial<Extract<AnswerForm, { route: "/v1/rerank" }>> = {}) => {
  return { route: "/v1/rerank" as const, topN: undefined, documents: undefined, ...more };
};

describe("vectors", () => {
  it("are OpenAI's list, with floats that come back bit by bit", async () => {
    expect(await json(floats, embedder, Float32Array.from([0.6, -0.8, 1, 0]))).toEqual({
      object: "list",
      data: [
        { object: "embedding", index: 0, embedding: [Math.fround(0.6), Math.fround(-0.8)] },
        { object: "embedding", index: 1, embedding: [1, 0] },
      ],
      model: "m@1",
      usage,
    });
  });

  it("are little-endian float32 in base64", async () => {
    // 1.0 is 00 00 80 3f in little-endian IEEE 754.
    const expected = Buffer.from([0, 0, 0x80, 0x3f, 0, 0, 0, 0]).toString("base64");
    expect(await json({ ...floats, encoding: "base64" }, embedder, Float32Array.of(1, 0))).toMatchObject({
      data: [{ embedding: expected }],
    });
  });
});

describe("classes", () => {
  it("are every label of every text, the likeliest first", async () => {
    expect(await json({ route: "/v1/classify" }, classifier, Float32Array.of(0.25, 0.5, 0.25, 0, 0, 1))).toEqual({
      object: "classify",
      data: [
        [
          { label: "y", score: 0.5 },
          { label: "x", score: 0.25 },
          { label: "z", score: 0.25 },
        ],
        [
          { label: "z", score: 1 },
          { label: "x", score: 0 },
          { label: "y", score: 0 },
        ],
      ],
      model: "c@1",
      usage,
    });
  });
});

describe("a ranking", () => {
  it("by vectors is the cosine of the first with each other one, and says that it was made so", async () => {
    const vectors = Float32Array.of(0.6, 0.8, 1, 0, 0, 1, 0.6, 0.8);
    expect(await json(rerank(), embedder, vectors)).toMatchObject({
      object: "rerank",
      id: expect.stringMatching(/^rerank-/),
      method: "bi-encoder",
      results: [
        { index: 2, relevance_score: 1 },
        { index: 1, relevance_score: Math.fround(0.8) },
        { index: 0, relevance_score: Math.fround(0.6) },
      ],
      model: "m@1",
      usage,
    });
    const { values, method } = textAnswer(rerank(), embedder, { vectors, tokens: 9 });
    expect([[...values], method]).toEqual([[Math.fround(0.6), Math.fround(0.8), 1], "bi-encoder"]);
  });

  it("by a model that reads both together is the model's own number", async () => {
    const ranking = rerank({ topN: 2, documents: ["a", "b", "c"] });
    expect(await json(ranking, ranker, Float32Array.of(0.25, 0.75, 0.25))).toMatchObject({
      method: "cross-encoder",
      results: [
        { index: 1, relevance_score: 0.75, document: { text: "b" } },
        { index: 0, relevance_score: 0.25, document: { text: "a" } },
      ],
    });
  });
});
