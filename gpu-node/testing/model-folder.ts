/** Model folders as people download them, made for tests: a graph of a few lines with known weights, and the tokenizer of a real model. */
import { copyFile, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import onnxProto from "onnx-proto";
import { OnnxGraph } from "../models/onnx-graph.ts";
import { preparedForTests, value } from "./prepared.ts";

const { ModelProto, TensorProto } = onnxProto.onnx;

/** Writes files into a folder of its own: JSON unless they are bytes. `tokenizer.json` is all-MiniLM-L6-v2's. */
export async function modelFolder(files: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "paissive-folder-"));
  await copyFile((await preparedForTests()).tokenizerPath, join(folder, "tokenizer.json"));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content instanceof Uint8Array ? content : JSON.stringify(content));
  }
  return folder;
}

/** all-MiniLM-L6-v2 without its pooling: the states of all tokens, from int64 ids and mask, as its authors export it. */
export async function minilmStates(): Promise<Uint8Array> {
  const graph = value(OnnxGraph.decode(await readFile((await preparedForTests()).graphPath)));
  wideInputs(graph);
  graph.node("Identity", ["layer5.norm"], "last_hidden_state");
  graph.dropOutputs();
  graph.output("last_hidden_state", "float32", ["batch", "sequence", 384]);
  return graph.encode("minilm-states");
}

/** Ids and mask become int64, as exports have them; the operators that read them take either. */
export function wideInputs(graph: OnnxGraph): void {
  for (const { name } of graph.inputs) {
    graph.dropInput(name);
    graph.input(name, "int64", ["batch", "sequence"]);
  }
}

/** Numbers of a token's state in the toy below. */
export const toySize = 4;
/** Tokens of all-MiniLM-L6-v2's vocabulary. */
const vocabulary = 30_522;

/** State of a token in the toy: any numbers that differ from token to token; `segment` is added to all. */
export function toyState(id: number, segment = 0): number[] {
  return Array.from({ length: toySize }, (_, i) => Math.fround(Math.sin(id * (i + 1)) + segment));
}

/** Of every token: made once, because it takes longer than all else. */
let allStates: Float32Array | undefined;

type Toy = "states" | "dynamic-int8" | "pair" | "classes";

/**
 * An encoder without layers: `states` looks its states up; `dynamic-int8` rounds them by one scale for the whole batch, as dynamically
 * quantised exports do; `pair` adds the segment and gives one logit, the mean over the tokens of the first number; `classes` gives
 * the mean of all numbers, a logit for each of four labels.
 */
export function toyEncoder(kind: Toy): Uint8Array {
  const graph = new OnnxGraph();
  const ids = graph.input("input_ids", "int64", ["batch", "sequence"]);
  const mask = graph.input("attention_mask", "int64", ["batch", "sequence"]);
  const types = graph.input("token_type_ids", "int64", ["batch", "sequence"]);
  allStates ??= Float32Array.from({ length: vocabulary * toySize }, (_, i) => Math.sin(Math.floor(i / toySize) * ((i % toySize) + 1)));
  const rows = graph.node("Gather", [graph.constant("table", allStates, [vocabulary, toySize]), ids], "rows");
  const segment = graph.node("Unsqueeze", [graph.node("Cast", [types], "types", { to: 1 }), graph.integers("last", [-1])], "segment");
  const states = graph.node("Add", [rows, segment], "states");
  if (kind === "pair") return pair(graph, states, mask);
  if (kind === "classes") return classes(graph, states, mask);
  if (kind === "states") graph.node("Identity", [states], "last_hidden_state");
  else rounded(graph, states);
  graph.output("last_hidden_state", "float32", ["batch", "sequence", toySize]);
  return graph.encode(kind);
}

function pair(graph: OnnxGraph, states: string, mask: string): Uint8Array {
  const present = graph.node("Cast", [mask], "present", { to: 1 });
  const first = graph.node("Gather", [states, graph.constant("zero", BigInt64Array.of(0n), [])], "first", { axis: 2 });
  const axis = graph.integers("one", [1]);
  const total = graph.node("ReduceSum", [graph.node("Mul", [first, present], "kept"), axis], "total", { keepdims: 1 });
  graph.node("Div", [total, graph.node("ReduceSum", [present, axis], "count", { keepdims: 1 })], "logits");
  graph.output("logits", "float32", ["batch", 1]);
  return graph.encode("pair");
}

function classes(graph: OnnxGraph, states: string, mask: string): Uint8Array {
  const present = graph.node("Cast", [mask], "present", { to: 1 });
  const wide = graph.node("Unsqueeze", [present, graph.integers("end", [-1])], "wide");
  const axis = graph.integers("one", [1]);
  const total = graph.node("ReduceSum", [graph.node("Mul", [states, wide], "kept"), axis], "total", { keepdims: 0 });
  graph.node("Div", [total, graph.node("ReduceSum", [present, axis], "count", { keepdims: 1 })], "logits");
  graph.output("logits", "float32", ["batch", toySize]);
  return graph.encode("classes");
}

/** The graph with its table of states in a file of its own, as exports with external data are; the file's first 16 bytes belong to nobody. */
export function splitWeights(graph: Uint8Array, location: string): { graph: Uint8Array; weights: Uint8Array } {
  const model = ModelProto.decode(graph);
  const table = model.graph?.initializer?.find(({ name }) => name === "table");
  if (!table?.rawData) throw new Error("the graph has no table");
  const weights = Buffer.concat([Buffer.alloc(16), table.rawData]);
  const entries = { location, offset: "16", length: String(table.rawData.length) };
  table.externalData = Object.keys(entries).map((key) => ({ key, value: new Map(Object.entries(entries)).get(key) ?? "" }));
  table.dataLocation = TensorProto.DataLocation.EXTERNAL;
  table.rawData = new Uint8Array(0);
  return { graph: ModelProto.encode(model).finish(), weights };
}

/** `MatMulInteger` of dynamically quantised states with the unit matrix. */
function rounded(graph: OnnxGraph, states: string): void {
  const [bytes, scale, zero] = graph.nodes("DynamicQuantizeLinear", [states], ["bytes", "scale", "zero"]);
  const unit = Uint8Array.from({ length: toySize * toySize }, (_, i) => (i % (toySize + 1) === 0 ? 1 : 0));
  const product = graph.node("MatMulInteger", [bytes, graph.constant("unit", unit, [toySize, toySize]), zero], "product");
  graph.node("Mul", [graph.node("Cast", [product], "float", { to: 1 }), scale], "last_hidden_state");
}
