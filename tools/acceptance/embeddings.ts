/** Vectors by the code of the GPU node, kept on disk by the digest of model and texts: a run that was cut off goes on. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Result } from "../../contracts/result.ts";
import { OnnxEngine } from "../../gpu-node/backends/onnx-engine.ts";
import { SentenceTokenizer } from "../../gpu-node/core/sentence-tokenizer.ts";
import { padRows } from "../../gpu-node/core/token-batch.ts";
import { minilmRecipe } from "../../gpu-node/models/minilm-recipe.ts";
import { prepare, type PreparedModel } from "../../gpu-node/models/model-store.ts";
import { inRoot, modelFolder } from "../system/paths.ts";

const folder = inRoot(".paissive/acceptance");
/** Texts of one file of the cache. */
const blockTexts = 500;

export class NodeEmbedder {
  readonly #model: PreparedModel;
  readonly #engine: OnnxEngine;
  readonly #tokenizer: SentenceTokenizer;
  readonly #say: (message: string) => void;

  private constructor(model: PreparedModel, engine: OnnxEngine, say: (message: string) => void) {
    this.#model = model;
    this.#engine = engine;
    this.#tokenizer = new SentenceTokenizer(readFileSync(model.tokenizerPath, "utf8"), model.maxTokens);
    this.#say = say;
  }

  static async open(say: (message: string) => void): Promise<NodeEmbedder> {
    const model = value(await prepare(modelFolder, minilmRecipe()));
    const engine = value(await OnnxEngine.alone(model, { lanes: availableParallelism(), device: "cpu" }));
    return new NodeEmbedder(model, engine, say);
  }

  get name(): string {
    return `${this.#model.name}@${this.#model.version.slice(0, 12)}`;
  }

  get dimensions(): number {
    return this.#model.dimensions;
  }

  /** Row-major, in the order of `texts`. `batch`: texts of one call to the model. */
  async embed(texts: readonly string[], { batch = 32, kept = true }: { batch?: number; kept?: boolean } = {}): Promise<Float32Array> {
    const all = new Float32Array(texts.length * this.dimensions);
    for (let from = 0; from < texts.length; from += blockTexts) {
      const block = texts.slice(from, from + blockTexts);
      const path = join(folder, `${digestOf([this.#model.version, ...block])}.f32`);
      const known = kept && existsSync(path);
      if (!known) this.#say(`embedding ${from + block.length} of ${texts.length} texts`);
      const vectors = known ? floatsOf(readFileSync(path)) : await this.#compute(block, batch);
      if (kept && !known) store(path, vectors);
      all.set(vectors, from * this.dimensions);
    }
    return all;
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  /** Texts of similar length share a batch, as on the node. */
  async #compute(texts: readonly string[], size: number): Promise<Float32Array> {
    const rows = texts.map((text, place) => ({ place, ids: Int32Array.from(this.#tokenizer.encode(text).ids) }));
    const waiting = rows.toSorted((a, b) => b.ids.length - a.ids.length || a.place - b.place);
    const vectors = new Float32Array(texts.length * this.dimensions);
    const work = async (lane: number) => {
      for (let batch = waiting.splice(0, size); batch.length > 0; batch = waiting.splice(0, size)) {
        const answer = value(await this.#engine.run(lane, padRows(batch.map(({ ids }) => ids))));
        for (const [row, { place }] of batch.entries()) {
          vectors.set(answer.vectors.subarray(row * this.dimensions, (row + 1) * this.dimensions), place * this.dimensions);
        }
      }
    };
    await Promise.all(Array.from({ length: this.#engine.lanes }, (_, lane) => work(lane)));
    return vectors;
  }
}

function digestOf(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return hash.digest("hex").slice(0, 32);
}

/** A copy: a file's bytes need not begin where float32 may. */
function floatsOf(bytes: Buffer): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer);
}

function store(path: string, vectors: Float32Array): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${path}.part`, new Uint8Array(vectors.buffer));
  renameSync(`${path}.part`, path);
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`);
  return result.value;
}
