/** Embeds batches exactly as given, on one real lane: for tests that say which texts share a batch. */
import { readFileSync } from "node:fs";
import { OnnxEngine } from "../backends/onnx-engine.ts";
import { SentenceTokenizer } from "../core/sentence-tokenizer.ts";
import { padRows } from "../core/token-batch.ts";
import { servedForm, type ModelForm } from "../models/model-form.ts";
import type { PreparedModel } from "../models/model-store.ts";
import { preparedForTests, value } from "./prepared.ts";

export interface Embedder {
  tokens(text: string): number;
  /** One batch, one vector per text. */
  batch(texts: readonly string[]): Promise<Float32Array[]>;
  close(): Promise<void>;
}

export async function openEmbedder(form: ModelForm = servedForm): Promise<Embedder> {
  return openRunner(await preparedForTests(form));
}

/** The same for any prepared model: a row is whatever its graph gives for a text. */
export async function openRunner(model: PreparedModel): Promise<Embedder> {
  const { tokenizerPath, dimensions, maxTokens } = model;
  const tokenizer = new SentenceTokenizer(readFileSync(tokenizerPath, "utf8"), maxTokens);
  const engine = value(await OnnxEngine.alone(model, { lanes: 1, device: "cpu" }));
  return {
    tokens: (text) => tokenizer.encode(text).ids.length,
    async batch(texts) {
      const batch = padRows(texts.map((text) => Int32Array.from(tokenizer.encode(text).ids)));
      const { vectors } = value(await engine.run(0, batch));
      return texts.map((_, row) => vectors.subarray(row * dimensions, (row + 1) * dimensions));
    },
    close: () => engine.close(),
  };
}
