/**
 * all-MiniLM-L6-v2 as an ONNX graph: BERT encoder (Devlin et al. 2019) of 6 layers, then mean pooling over the attention mask and L2
 * normalisation (Reimers and Gurevych 2019), so that only `[batch, 384]` leaves the engine.
 */
import { err, ok, type Result } from "../../contracts/result.ts";
import type { Dense, EncoderOperators, Norm } from "./encoder-operators.ts";
import { ExactOperators } from "./exact-operators.ts";
import { FloatOperators } from "./float-operators.ts";
import type { ModelForm } from "./model-form.ts";
import { OnnxGraph } from "./onnx-graph.ts";
import { dequantise, zeroPoint, type QuantisedTensor } from "./tfjs-weights.ts";

/** Sizes of the model. `maxTokens` is what its authors trained sentences for; the position table would reach to 512. */
export const minilm = {
  name: "all-minilm-l6-v2",
  layers: 6,
  heads: 12,
  headSize: 32,
  dimensions: 384,
  maxTokens: 256,
  epsilon: 1e-12,
} as const;

const root = "StatefulPartitionedCall/model/tf_bert_model/bert";
const tables = { words: "unknown", positions: "unknown_0", types: "unknown_1" } as const;

/** Names of the graph's inputs and output. `input_ids` and `attention_mask` are int32 `[batch, sequence]`. */
export const graphNames = { ids: "input_ids", mask: "attention_mask", output: "sentence_embedding" } as const;

/** The model in ONNX's protobuf form, from the weights by their tfjs names. `invalid_input` names a weight that is missing. */
export function minilmGraph(weights: ReadonlyMap<string, QuantisedTensor>, form: ModelForm): Result<Uint8Array> {
  const missing = requiredWeights().find((name) => !weights.has(name));
  if (missing !== undefined) return err("invalid_input", `The source model has no weight called ${missing}.`);
  return ok(new MinilmBuilder(weights, form).build());
}

function requiredWeights(): string[] {
  const names = [...Object.values(tables), ...layerNormNames(`${root}/embeddings/LayerNorm`)];
  for (let layer = 0; layer < minilm.layers; layer++) {
    const path = layerPath(layer);
    for (const dense of [
      "attention/self/query",
      "attention/self/key",
      "attention/self/value",
      "attention/output/dense",
      "intermediate/dense",
      "output/dense",
    ]) {
      names.push(...denseNames(`${path}/${dense}`));
    }
    names.push(...layerNormNames(`${path}/attention/output/LayerNorm`), ...layerNormNames(`${path}/output/LayerNorm`));
  }
  return names;
}

const layerPath = (layer: number) => `${root}/encoder/layer_._${layer}`;
const denseNames = (path: string): [string, string] => [`${path}/Tensordot/ReadVariableOp`, `${path}/BiasAdd/ReadVariableOp`];
const layerNormNames = (path: string): [string, string] => [`${path}/batchnorm/mul/ReadVariableOp`, `${path}/batchnorm/ReadVariableOp`];

class MinilmBuilder {
  readonly #graph = new OnnxGraph();
  readonly #weights: ReadonlyMap<string, QuantisedTensor>;
  readonly #form: ModelForm;

  constructor(weights: ReadonlyMap<string, QuantisedTensor>, form: ModelForm) {
    this.#weights = weights;
    this.#form = form;
  }

  build(): Uint8Array {
    const graph = this.#graph;
    const ids = graph.input(graphNames.ids, "int32", ["batch", "sequence"]);
    const mask = graph.node("Cast", [graph.input(graphNames.mask, "int32", ["batch", "sequence"])], "mask", { to: 1 });
    graph.integers("axis.1", [1]);
    graph.integers("axis.last", [-1]);
    const form = this.#form;
    const operators = form === "exact" ? new ExactOperators(graph, mask, minilm) : new FloatOperators(graph, mask, form, minilm);
    let hidden = operators.layerNorm(this.#embeddings(ids), this.#norm("embeddings", `${root}/embeddings/LayerNorm`));
    for (let layer = 0; layer < minilm.layers; layer++) hidden = this.#layer(operators, layer, hidden);
    operators.pool(hidden, graphNames.output);
    graph.output(graphNames.output, "float32", ["batch", minilm.dimensions]);
    return graph.encode(`${minilm.name}-${form}`);
  }

  #weight(name: string): QuantisedTensor {
    const tensor = this.#weights.get(name);
    if (tensor === undefined) throw new RangeError(`no weight called ${name}`);
    return tensor;
  }

  #dense(name: string, path: string): Dense {
    const [weights, bias] = denseNames(path);
    return { name, weights: this.#weight(weights), bias: this.#weight(bias) };
  }

  #norm(name: string, path: string): Norm {
    const [gamma, beta] = layerNormNames(path);
    return { name, gain: dequantise(this.#weight(gamma)), shift: dequantise(this.#weight(beta)) };
  }

  #embeddings(ids: string): string {
    const graph = this.#graph;
    const words = this.#weight(tables.words);
    const [vocabulary = 0] = words.shape;
    // The table stays in bytes, 12 MB instead of 47: only the rows looked up become floats.
    const table = graph.constant("words.table", words.bytes, [vocabulary, minilm.dimensions]);
    const rows = graph.node("Cast", [graph.node("Gather", [table, ids], "words.bytes")], "words.float", { to: 1 });
    const centred = graph.node("Sub", [rows, graph.scalar("words.zero", zeroPoint(words) ?? -words.min / words.scale)], "words.centred");
    const embedded = graph.node("Mul", [centred, graph.scalar("words.scale", words.scale)], "words");
    const length = graph.node("Slice", [graph.node("Shape", [ids], "ids.shape"), "axis.1", graph.integers("two", [2])], "ids.length");
    const start = graph.integers("zero", [0]);
    const positions = graph.node("Slice", [this.#positionTable(), start, length, graph.integers("axis.0", [0])], "positions");
    return graph.node("Add", [embedded, positions], "embeddings.sum");
  }

  /** Positions plus the first token type: every text here is one segment. */
  #positionTable(): string {
    const positions = dequantise(this.#weight(tables.positions));
    const type = dequantise(this.#weight(tables.types));
    const size = minilm.maxTokens * minilm.dimensions;
    const table = Float32Array.from({ length: size }, (_, i) => (positions[i] ?? 0) + (type[i % minilm.dimensions] ?? 0));
    return this.#graph.constant("positions.table", table, [minilm.maxTokens, minilm.dimensions]);
  }

  #layer(operators: EncoderOperators, index: number, input: string): string {
    const graph = this.#graph;
    const path = layerPath(index);
    const name = `layer${index}`;
    const part = (which: string) => this.#dense(`${name}.attention.${which}.dense`, `${path}/attention/self/${which}`);
    const heads = { name: `${name}.attention`, query: part("query"), key: part("key"), value: part("value") };
    const context = operators.attention(input, heads);
    const attended = operators.dense(context, this.#dense(`${name}.attention.out`, `${path}/attention/output/dense`));
    const afterAttention = graph.node("Add", [attended, input], `${name}.attention.sum`);
    const middle = operators.layerNorm(afterAttention, this.#norm(`${name}.attention.norm`, `${path}/attention/output/LayerNorm`));
    const widened = operators.denseGelu(middle, this.#dense(`${name}.wide`, `${path}/intermediate/dense`), `${name}.gelu`);
    const narrowed = operators.dense(widened, this.#dense(`${name}.narrow`, `${path}/output/dense`));
    const sum = graph.node("Add", [narrowed, middle], `${name}.sum`);
    return operators.layerNorm(sum, this.#norm(`${name}.norm`, `${path}/output/LayerNorm`));
  }
}
